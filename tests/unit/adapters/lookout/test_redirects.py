"""Redirects that a check follows or refuses."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.lookout.http.http01 import redirect_target
from certkeeper.adapters.lookout.http.target import Limits, first_target
from certkeeper.adapters.lookout.outcome import NotReady
from certkeeper.domain.dns.findings import FindingCode

OUTSIDE = Limits()
LOCAL = Limits(http_port=5002, allow_private=True, any_port=True)
ORIGIN = first_target("http://shop.example.test/.well-known/acme-challenge/tok", OUTSIDE)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("https://www.example.test/x", "https://www.example.test/x"),
        ("http://www.example.test", "http://www.example.test/"),
        ("HTTPS://WWW.Example.Test/X", "https://www.example.test/X"),
        ("/elsewhere", "http://shop.example.test/elsewhere"),
        ("//www.example.test/x", "http://www.example.test/x"),
        ("other", "http://shop.example.test/.well-known/acme-challenge/other"),
        ("http://www.example.test:443/x", "http://www.example.test:443/x"),
    ],
)
def test_redirects_are_followed_as_browsers_do(location: str, target: str) -> None:
    """Full, relative and scheme-less addresses all mean something."""
    assert str(redirect_target(ORIGIN, location, OUTSIDE)) == target


@pytest.mark.parametrize(
    ("location", "hint"),
    [
        ("http://192.0.2.1/x", "IP addresses"),
        ("http://127.0.0.1/x", "IP addresses"),
        ("http://[::1]/x", "host name"),
        ("ftp://www.example.test/x", "http or https"),
        ("javascript:alert(1)", "http or https"),
        ("https:///x", "host name"),
        ("https://bücher.example.test/x", "xn--"),
        ("https://www.example.test.well-known/acme-challenge/tok", "slash"),
        ("https://www.example.test:port/", "a complete URL"),
        ("https://www.example.test/" + "x" * 2001, "2000"),
        ("https://a b.example.test/", "host name"),
    ],
)
def test_redirects_that_the_ca_would_not_follow_say_why(location: str, hint: str) -> None:
    """Each refusal names what to change about the redirect."""
    with pytest.raises(NotReady) as refused:
        redirect_target(ORIGIN, location, OUTSIDE)
    assert refused.value.code is FindingCode.REDIRECT_REFUSED
    assert hint in refused.value.advice
    assert len(refused.value.seen) <= 200


def test_a_port_that_the_ca_will_not_follow_has_its_own_code() -> None:
    """An application server behind the web server is the usual one."""
    with pytest.raises(NotReady) as refused:
        redirect_target(ORIGIN, "https://www.example.test:8443/x", OUTSIDE)
    assert refused.value.code is FindingCode.REDIRECT_PORT
    assert refused.value.seen == "a redirect to port 8443"
    assert "port 80 or 443" in refused.value.advice


def test_the_local_world_may_go_to_any_port_and_address() -> None:
    """There the API is on a port of the loopback."""
    target = redirect_target(first_target("http://shop.example.test/x", LOCAL), "http://127.0.0.1:4566/y", LOCAL)
    assert (target.host, target.port) == ("127.0.0.1", 4566)


def test_the_local_worlds_port_stands_for_port_80() -> None:
    """A redirect to plain http without a port goes where the first request went."""
    assert redirect_target(ORIGIN, "http://www.example.test/x", LOCAL).port == 5002


def test_what_is_shown_of_a_target_has_no_query() -> None:
    """A login page's address carries somebody's session in its query."""
    target = redirect_target(ORIGIN, "https://www.example.test/login?session=s3cret#x", OUTSIDE)
    assert str(target) == "https://www.example.test/login"
    assert target.path == "/login?session=s3cret"


@given(st.text())
def test_any_location_becomes_a_plain_target_or_a_refusal(location: str) -> None:
    """Whatever a stranger's server sends, nothing of it can break out of the request line."""
    with suppress(NotReady):
        target = redirect_target(ORIGIN, location, LOCAL)
        assert target.path.isascii()
        assert not set(target.path + target.host_header) & set(" \t\r\n\0")
