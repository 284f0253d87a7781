"""A CA, or something in front of it, that does not keep to the protocol."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.acme.conversation import MAX_NONCE_ATTEMPTS
from certkeeper.adapters.acme.session import AcmeSession
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import AcmeProblemError, TransientError
from certkeeper.x509.keys import new_key
from infra.local.tls_authority import TlsFiles, write_tls_files
from tests.integration.acme.unruly_ca import UnrulyCa, answer

URN = "urn:ietf:params:acme:error:"
TASK_SECONDS = 2.0
Talk = Callable[[Callable[[socket.socket], None]], tuple[AcmeSession, UnrulyCa]]


@pytest.fixture(scope="module", name="tls_files")
def some_tls_files(tmp_path_factory: pytest.TempPathFactory) -> TlsFiles:
    """A root and a server certificate."""
    return write_tls_files(Path(tmp_path_factory.mktemp("tls")), datetime.now(UTC))


@pytest.fixture(name="talk")
def a_talk(tls_files: TlsFiles) -> Iterator[Talk]:
    """A session with a CA that is sane until the first POST, which goes to the test."""
    started: list[UnrulyCa] = []

    def start(on_post: Callable[[socket.socket], None]) -> tuple[AcmeSession, UnrulyCa]:
        def script(connection: socket.socket, method: str, _path: str) -> None:
            fields = ("newNonce", "newAccount", "newOrder")
            directory = json.dumps({field: f"{started[0].url}/{field}" for field in fields}).encode()
            on_post(connection) if method == "POST" else connection.sendall(answer(200, directory))

        started.append(UnrulyCa(script, tls_files.certificate, tls_files.private_key))
        root_pem = tls_files.root.read_text()
        ca = AcmeAuthority(f"{started[0].url}/dir", root_pem=root_pem, task_seconds=TASK_SECONDS)
        return ca.session(f"{started[0].url}/account/1", new_key(KeyType.P_256)), started[0]

    yield start
    for one in started:
        one.stop()


def saying(reply: bytes) -> Callable[[socket.socket], None]:
    """Always the same."""
    return lambda connection: connection.sendall(reply)


def problem(status: int, code: str, **headers: str) -> Callable[[socket.socket], None]:
    """A problem document."""
    document = {"type": URN + code, "detail": "because"}
    return saying(answer(status, json.dumps(document).encode(), Content_Type="application/problem+json", **headers))


def test_a_nonce_that_is_always_refused_is_passing_trouble(talk: Talk) -> None:
    """Tried so many times, each with the nonce of the refusal, and then left to the machine."""
    session, ca = talk(problem(400, "badNonce"))
    with pytest.raises(TransientError, match="badNonce"):
        session.new_order(["shop.example.test"])
    assert ca.requests.count("POST /newOrder") == MAX_NONCE_ATTEMPTS
    assert ca.requests.count("HEAD /newNonce") == 1


def test_an_outage_is_passing_trouble_and_is_not_tried_again_here(talk: Talk) -> None:
    """The machine waits and repeats the task; no loop in here hammers a CA that is down."""
    session, ca = talk(problem(503, "rateLimited", Retry_After="120"))
    with pytest.raises(TransientError) as trouble:
        session.order(f"{ca.url}/order/1")
    assert str(trouble.value) == "the CA answered 503 rateLimited: because (retry after 120 s)"
    assert ca.requests.count("POST /order/1") == 1


def test_a_refusal_is_final(talk: Talk) -> None:
    """With status, type and sentence of the CA."""
    session, _ = talk(problem(403, "unauthorized"))
    with pytest.raises(AcmeProblemError) as refused:
        session.new_order(["shop.example.test"])
    assert (refused.value.status, refused.value.type, refused.value.detail) == (403, URN + "unauthorized", "because")


@pytest.mark.parametrize(
    "reply",
    [
        b"",
        b"\0\xff rubbish",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        answer(200, b"<html>"),
        answer(200, b"[]"),
        answer(200, b"{}"),
        answer(201, b'{"status": "pending", "authorizations": [], "finalize": "https://x/"}'),  # no Location
        answer(200, b"[" * 100_000),
        answer(200, b"x" * 2_000_000),
    ],
    ids=["closed", "rubbish", "cut off", "page", "list", "empty", "no location", "nested", "endless"],
)
def test_what_is_no_answer_is_passing_trouble(talk: Talk, reply: bytes) -> None:
    """Something in the way speaks for the CA; nothing of it is believed, nor repeated."""
    session, _ = talk(saying(reply))
    with pytest.raises(TransientError) as trouble:
        session.new_order(["shop.example.test"])
    assert "html" not in str(trouble.value)


def test_a_redirect_is_not_followed(talk: Talk) -> None:
    """The signature holds for one address."""
    session, ca = talk(saying(answer(302, Location="https://elsewhere.example.test/")))
    with pytest.raises(AcmeProblemError) as refused:
        session.order(f"{ca.url}/order/1")
    assert refused.value.status == 302


def test_an_address_that_is_not_https_is_not_asked(talk: Talk) -> None:
    """Wherever the address came from."""
    session, ca = talk(problem(500, "serverInternal"))
    with pytest.raises(TransientError, match="not https"):
        session.order("http://127.0.0.1:1/order")
    assert not any(request.startswith("POST") for request in ca.requests)


def silent(_connection: socket.socket) -> None:
    """Says nothing for a long time."""
    time.sleep(90)


def dripping(connection: socket.socket) -> None:
    """Promises a body, and lets it drip."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.05)


@pytest.mark.parametrize("behaviour", [silent, dripping])
def test_a_slow_ca_is_left_in_time(talk: Talk, behaviour: Callable[[socket.socket], None]) -> None:
    """The task's seconds are for all of its questions, and bytes that drip in do not wind the clock up again."""
    session, _ = talk(behaviour)
    started = time.monotonic()
    with pytest.raises(TransientError):
        session.new_order(["shop.example.test"])
    assert time.monotonic() - started < TASK_SECONDS + 20  # a busy machine is late; a silent CA would take 90 s


def test_when_the_time_is_up_nothing_is_asked_any_more(talk: Talk) -> None:
    """The second question of a task that took too long is not sent."""
    session, ca = talk(silent)
    for _ in range(2):
        with pytest.raises(TransientError):
            session.order(f"{ca.url}/order/1")
    assert ca.requests.count("POST /order/1") == 1


def test_nothing_of_the_key_is_in_an_error(talk: Talk) -> None:
    """An error's whole chain ends in logs."""
    session, _ = talk(saying(b""))
    with pytest.raises(TransientError) as trouble:
        session.new_order(["shop.example.test"])
    assert "PRIVATE" not in repr(trouble.value.__cause__) + str(trouble.value)
