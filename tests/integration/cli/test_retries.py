"""A question that got no answer for a moment is put once more; what changes something never is."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from botocore.credentials import Credentials

from certkeeper_cli.api.client import Api
from certkeeper_cli.errors import UnreachableError
from infra.local.processes.loopback import LOOPBACK
from tests.integration.cli.fake_api import FakeApi, Reply

WELL = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}"


@pytest.fixture(name="pauses")
def pauses_in_seconds() -> list[float]:
    """How long was waited."""
    return []


@pytest.fixture(name="asking")
def asks(api: FakeApi, pauses: list[float]) -> Api:
    """A client of any API, that nobody waits for."""
    api.held_to_contract = False
    return client(api.url, pauses)


def client(url: str, pauses: list[float]) -> Api:
    """A client whose pauses are noted."""
    return Api(url, "eu-west-1", Credentials("AKIAMADEUP", "made up"), pause=pauses.append)


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_question_is_put_again_after_trouble_that_may_pass(
    api: FakeApi, asking: Api, pauses: list[float], status: int
) -> None:
    """A cold function that took too long, an API that changes its machines."""
    api.routes({"GET /scopes": [Reply(status, {}), Reply(200, {})]})
    assert asking.call("GET", "/scopes").status == 200
    assert (len(api.calls), len(pauses)) == (2, 1)


def test_it_is_put_again_once(api: FakeApi, asking: Api) -> None:
    """Then the person decides."""
    api.always(Reply(503, {}))
    assert asking.call("GET", "/scopes").status == 503
    assert len(api.calls) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 429])
def test_a_refusal_is_an_answer(api: FakeApi, asking: Api, status: int) -> None:
    """429 says itself when to come again."""
    api.always(Reply(status, {}))
    assert asking.call("GET", "/scopes").status == status
    assert len(api.calls) == 1


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_changes_something_is_sent_once(api: FakeApi, asking: Api, method: str) -> None:
    """Nobody knows whether the first one did it."""
    api.always(Reply(503, {}))
    assert asking.call(method, "/scopes/shop", body=b"{}").status == 503
    assert len(api.calls) == 1


@contextmanager
def closing_server(says: list[bytes]) -> Iterator[str]:
    """An API that says something to each connection in turn, and closes it."""
    with socket.create_server((LOOPBACK, 0)) as server:

        def serve() -> None:
            for said in says:
                connection, _ = server.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(said)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://{LOOPBACK}:{server.getsockname()[1]}"
        thread.join(timeout=10)


def test_a_closed_connection_is_opened_again(pauses: list[float]) -> None:
    """An idle connection may be closed at the moment at which it is used."""
    with closing_server([b"", WELL]) as url:
        assert client(url, pauses).call("GET", "/scopes").status == 200


def test_a_connection_that_is_closed_twice_is_said(pauses: list[float]) -> None:
    """With what to check."""
    with closing_server([b"", b""]) as url, pytest.raises(UnreachableError, match="it closed the connection"):
        client(url, pauses).call("GET", "/scopes")
