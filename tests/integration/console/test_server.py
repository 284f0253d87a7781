"""The console's server as others on this machine could meet it."""

import http.client
import socket
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import pytest

from certkeeper_cli.console.opening_file import OpeningFile
from certkeeper_cli.console.server import IN_MEMORY, Server
from certkeeper_cli.words import MAX_UPLOAD_BYTES
from tests.integration.console.browser import Guest, made_up_api, running_console
from tests.integration.console.scripted_api import ScriptedApi


def ask(
    server: Server, method: str, path: str, body: bytes | Iterator[bytes] | None = None, **headers: str
) -> http.client.HTTPResponse:
    """One request, on a connection of its own; the answer is read."""
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=60)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def entered(server: Server) -> tuple[str, str]:
    """The path of the page, and the cookie."""
    answer = ask(server, "GET", urlsplit(server.address).path)
    return answer.headers["Location"], answer.headers["Set-Cookie"].partition(";")[0]


def test_of_many_who_open_the_address_at_once_one_is_let_in(console: Server) -> None:
    """The token is used up in one step; the others end the console, for the one that was let in as well."""
    address = console.address

    def opened(_: int) -> tuple[int, str]:
        try:
            answer = ask(console, "GET", urlsplit(address).path)
        except OSError:  # it has ended already
            return 0, ""
        return answer.status, answer.headers.get("Set-Cookie", "").partition(";")[0]

    with ThreadPoolExecutor(16) as guests:
        answers = list(guests.map(opened, range(32)))
    (cookie,) = [cookie for status, cookie in answers if status == 303]
    assert {status for status, _ in answers} <= {303, 403, 0}
    assert console.was_opened_again
    with suppress(OSError):
        assert ask(console, "GET", "/", Cookie=cookie).status == 403


def test_a_real_browser_that_was_let_in_may_come_again(guest: Guest, console: Server) -> None:
    """By the address, as from the terminal, or by a file that leads to it: it is the same browser."""
    with OpeningFile() as file:
        for opened in (console.address, file.write(console.address).as_uri()):
            guest.page.goto(opened)
            guest.page.wait_for_url(guest.home)
            guest.settle()
    assert not console.was_opened_again


def test_it_listens_on_the_loopback_only(console: Server) -> None:
    """Not on the addresses by which other machines reach this one."""
    parts = urlsplit(console.address)
    assert parts.hostname == "127.0.0.1"
    addresses = subprocess.run(["hostname", "-I"], capture_output=True, text=True, check=False).stdout.split()
    for address in addresses:
        with pytest.raises(OSError):  # noqa: PT011 - whatever the kernel says
            socket.create_connection((address, parts.port or 0), timeout=2).close()


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /../../../etc/passwd HTTP/1.1", b"404"),
        ("GET {place}..%2f..%2fserver.py HTTP/1.1", b"404"),
        ("GET {place}js/%2e%2e/%2e%2e/server.py HTTP/1.1", b"404"),
        ("GET http://evil.example.test/ HTTP/1.1", b"404"),
        ("OPTIONS * HTTP/1.1", b"404"),
    ],
)
def test_what_a_browser_would_not_send_is_refused_as_well(console: Server, line: str, status: bytes) -> None:
    """The request line as it is, not as a client would tidy it."""
    place, cookie = entered(console)
    parts = urlsplit(console.address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as connection:
        head = f"{line.format(place=place)}\r\nHost: {parts.netloc}\r\nOrigin: http://{parts.netloc}\r\n"
        connection.sendall(f"{head}Cookie: {cookie}\r\nConnection: close\r\n\r\n".encode())
        assert connection.makefile("rb").readline().split()[1] == status


def test_two_hosts_in_one_request_are_refused(console: Server) -> None:
    """Whichever of them is the console's."""
    place, cookie = entered(console)
    parts = urlsplit(console.address)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=60) as connection:
        head = f"GET {place} HTTP/1.1\r\nHost: {parts.netloc}\r\nHost: evil.example.test\r\nCookie: {cookie}\r\n\r\n"
        connection.sendall(head.encode())
        assert connection.makefile("rb").readline().split()[1] in {b"400", b"421"}


def test_a_body_over_the_limit_never_reaches_the_api(api: ScriptedApi, console: Server) -> None:
    """Said in advance or sent in chunks."""
    place, cookie = entered(console)
    origin = f"http://{urlsplit(console.address).netloc}"
    path = f"{place}api/scopes/shop/certificates"
    answer = ask(console, "POST", path, b"x" * (MAX_UPLOAD_BYTES + 1), Cookie=cookie, Origin=origin)
    assert answer.status == 413
    chunks = iter([b"x" * 65536] * (MAX_UPLOAD_BYTES // 65536 + 1))
    assert ask(console, "POST", path, chunks, Cookie=cookie, Origin=origin).status == 413
    with suppress(ConnectionError):  # far over it, nobody reads to the end
        assert ask(console, "POST", path, b"x" * (5 * MAX_UPLOAD_BYTES), Cookie=cookie, Origin=origin).status == 413
    assert not api.asked("POST", "/scopes/shop/certificates")


def test_no_body_is_buffered_on_disk() -> None:
    """The server would put a larger one into a file; none that is taken is as large."""
    assert IN_MEMORY > 2 * MAX_UPLOAD_BYTES


def test_it_ends_and_frees_its_port(api: ScriptedApi) -> None:
    """As Ctrl-C ends it."""
    with running_console(made_up_api(api.url)) as server:
        port = urlsplit(server.address).port or 0
        with pytest.raises(OSError, match="in use"):
            Server(made_up_api(api.url), port=port)
    with running_console(made_up_api(api.url)) as again:
        assert urlsplit(again.address).port


def test_nothing_of_a_request_is_logged(
    console: Server, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Neither the token nor a path nor a body."""
    place, cookie = entered(console)
    ask(console, "POST", f"{place}api/scopes/shop/certificates", b'{"password": "hunter2"}', Cookie=cookie)
    written = caplog.text + "".join(capfd.readouterr())
    assert not written
