"""Checks of http-01 on web servers with usual configurations."""

import socket
import ssl
from collections.abc import Callable

import pytest

from certkeeper.domain.dns.findings import FindingCode
from infra.local.dns.server import DnsServer
from tests.integration.lookout.conftest import EXPECTED, NAME, Check
from tests.integration.lookout.stranger import Behaviour, Stranger, answer

Start = Callable[..., Stranger]


def always(reply: bytes) -> Behaviour:
    """Says the same to everybody."""
    return lambda connection, _path: connection.sendall(reply)


@pytest.mark.parametrize("ending", ["", "\n", "\r\n  \t"])
def test_the_expected_text_is_ready(stranger: Start, check: Check, ending: str) -> None:
    """White space after it is forgiven, as RFC 8555 section 8.3 says."""
    server = stranger(always(answer("200 OK", EXPECTED + ending)))
    finding = check(server.port)
    assert finding.code is FindingCode.READY
    assert finding.seen == EXPECTED


def test_the_ca_and_the_check_ask_alike(stranger: Start, check: Check) -> None:
    """The path of the challenge, the name as host, and an agent that filters know how to treat."""
    server = stranger(always(answer("200 OK", EXPECTED)))
    check(server.port)
    (request,) = server.requests
    assert request.startswith("GET /.well-known/acme-challenge/token HTTP/1.1\r\n")
    assert f"\r\nHost: {NAME}:{server.port}\r\n" in request
    assert "\r\nUser-Agent: Mozilla/5.0 (compatible; Certkeeper" in request


def test_a_chunked_answer_is_understood(stranger: Start, check: Check) -> None:
    """Servers that do not know the length beforehand send chunks."""
    chunks = f"{5:x}\r\n{EXPECTED[:5]}\r\n{len(EXPECTED) - 5:x}\r\n{EXPECTED[5:]}\r\n0\r\n\r\n"
    reply = f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}"
    assert check(stranger(always(reply.encode())).port).ready


@pytest.mark.parametrize("status", ["429 Too Many Requests", "500 Internal Server Error", "503 Busy"])
def test_a_server_that_is_busy_for_a_moment_is_asked_again(stranger: Start, check: Check, status: str) -> None:
    """A hundred checks at once may be more than Certkeeper's own responder's account takes."""
    answers = iter([answer(status), answer(status)])
    server = stranger(lambda connection, _path: connection.sendall(next(answers, answer("200 OK", EXPECTED))))
    assert check(server.port).ready
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
def test_the_one_redirect_is_followed(stranger: Start, check: Check, status: str) -> None:
    """This is how a customer's site leads to Certkeeper's responder."""
    responder = stranger(always(answer("200 OK", EXPECTED)))
    location = f"http://api.example.test:{responder.port}/.well-known/acme-challenge/token"
    site = stranger(always(answer(status, Location=location)))
    assert check(site.port).ready
    assert len(responder.requests) == 1


def test_a_redirect_to_https_does_not_need_a_good_certificate(
    stranger: Start, check: Check, tls: ssl.SSLContext
) -> None:
    """The site may be waiting for its first certificate."""
    secured = stranger(always(answer("200 OK", EXPECTED)), tls)
    site = stranger(always(answer("301 Moved", Location=f"https://{NAME}:{secured.port}/x")))
    assert check(site.port).ready


def test_ten_redirects_are_followed_and_no_more(stranger: Start, check: Check) -> None:
    """Let's Encrypt's limit: the tenth still counts, the eleventh ends the check."""

    def counting(last: int) -> Behaviour:
        def behave(connection: socket.socket, path: str) -> None:
            number = int(path[1:]) if path[1:].isdigit() else 0
            is_last = number >= last
            connection.sendall(
                answer("200 OK", EXPECTED) if is_last else answer("302 Found", Location=f"/{number + 1}")
            )

        return behave

    assert check(stranger(counting(10)).port).ready
    assert check(stranger(counting(11)).port).code is FindingCode.TOO_MANY_REDIRECTS


def test_a_redirect_in_a_circle_ends_at_once(stranger: Start, check: Check) -> None:
    """A site that redirects to itself learns so, without ten laps."""
    site = stranger(always(answer("301 Moved", Location="/.well-known/acme-challenge/token")))
    finding = check(site.port)
    assert finding.code is FindingCode.TOO_MANY_REDIRECTS
    assert "circle" in finding.seen
    assert len(site.requests) == 1


@pytest.mark.parametrize(
    ("status", "code"),
    [
        ("404 Not Found", FindingCode.NOT_FOUND),
        ("403 Forbidden", FindingCode.HTTP_STATUS),
        ("503 Service Unavailable", FindingCode.HTTP_STATUS),
        ("303 See Other", FindingCode.HTTP_STATUS),
        ("204 No Content", FindingCode.HTTP_STATUS),
    ],
)
def test_another_status_is_not_ready(stranger: Start, check: Check, status: str, code: FindingCode) -> None:
    """Only 200 counts; what came is shown with its address."""
    finding = check(stranger(always(answer(status, EXPECTED))).port)
    assert finding.code is code
    assert finding.seen.startswith(f"{status[:3]} at http://{NAME}")


def test_a_redirect_to_where_nothing_is_says_so(stranger: Start, check: Check) -> None:
    """The redirect is there, but leads elsewhere: that is another mistake than no redirect."""
    elsewhere = stranger(always(answer("404 Not Found")))
    site = stranger(always(answer("301 Moved", Location=f"http://old.example.test:{elsewhere.port}/x")))
    finding = check(site.port)
    assert finding.code is FindingCode.NOT_FOUND
    assert "redirect to the address that the stack's output ResponderUrl shows" in finding.advice
    assert "old.example.test lacks the challenge" in finding.advice


def test_another_text_is_shown_with_its_address(stranger: Start, check: Check) -> None:
    """An earlier order's text is the usual mistake."""
    finding = check(stranger(always(answer("200 OK", "older.thumbprint"))).port)
    assert finding.code is FindingCode.WRONG_CONTENT
    assert finding.seen.startswith("older.thumbprint at http://")


def test_a_login_page_is_named_as_a_page(stranger: Start, check: Check) -> None:
    """Neither the page nor the session in its address is repeated."""
    page = stranger(always(answer("200 OK", "<!doctype html><title>Log in, Jane Doe</title>")))
    site = stranger(always(answer("302 Found", Location=f"http://{NAME}:{page.port}/login?session=s3cret")))
    finding = check(site.port)
    assert finding.code is FindingCode.LOGIN_PAGE
    assert finding.seen == f"200 and a login at http://{NAME}:{page.port}/login"
    assert "login" in finding.advice


def test_characters_that_do_not_print_are_not_shown(stranger: Start, check: Check) -> None:
    """A stranger's escape sequences do not reach anybody's terminal."""
    finding = check(stranger(always(answer("200 OK", "\x1b[2Jgone\u202e\0\r\nX"))).port)
    assert finding.seen.isprintable()
    assert len(finding.seen) <= 200


def test_a_redirect_that_the_ca_would_not_follow_is_refused(stranger: Start, check: Check) -> None:
    """Another scheme, for example; the advice says which there are."""
    finding = check(stranger(always(answer("301 Moved", Location="ftp://files.example.test/x"))).port)
    assert finding.code is FindingCode.REDIRECT_REFUSED
    assert "http or https" in finding.advice


def test_nobody_listening_is_refused(check: Check) -> None:
    """The web server is down, or the port closed."""
    finding = check(1)
    assert finding.code is FindingCode.REFUSED
    assert "127.0.0.1" in finding.seen


def test_ipv4_takes_over_where_ipv6_does_not_connect(stranger: Start, check: Check, dns: DnsServer) -> None:
    """As the CA falls back: a stale AAAA record alone does not spoil the check."""
    dns.records.put(NAME, "AAAA", ["::1"])
    assert check(stranger(always(answer("200 OK", EXPECTED))).port).ready


def test_https_that_is_none_is_named(stranger: Start, check: Check) -> None:
    """A redirect to https where plain http answers."""
    plain = stranger(always(answer("200 OK", EXPECTED)))
    site = stranger(always(answer("301 Moved", Location=f"https://{NAME}:{plain.port}/x")))
    finding = check(site.port)
    assert finding.code is FindingCode.UNREACHABLE
    assert "no TLS" in finding.seen
