"""The customer's site."""

from collections.abc import Iterator

import pytest
import urllib3

from infra.local.site import Site

TOKEN_PATH = "/.well-known/acme-challenge/abc"


@pytest.fixture
def site() -> Iterator[Site]:
    """A site that listens."""
    site = Site()
    yield site
    site.stop()


def get(site: Site, path: str, agent: str = "someone") -> urllib3.BaseHTTPResponse:
    """Fetch a path without following redirects."""
    url = f"http://127.0.0.1:{site.port}{path}"
    return urllib3.request("GET", url, headers={"User-Agent": agent}, redirect=False, retries=False)


def test_challenges_are_redirected_for_ever_and_visitors_are_known(site: Site) -> None:
    """The one redirect that its owner adds; the CA is distinguished from Certkeeper's own check."""
    site.redirect_to = "http://api.test/v1"
    answer = get(site, TOKEN_PATH)
    assert (answer.status, answer.headers["Location"]) == (301, f"http://api.test/v1{TOKEN_PATH}")
    get(site, TOKEN_PATH, "LetsEncrypt-Pebble-VA (linux; amd64)")
    assert [visit.from_ca for visit in site.visits] == [False, True]
    assert {visit.path for visit in site.visits} == {TOKEN_PATH}


def test_without_the_redirect_there_is_no_challenge(site: Site) -> None:
    """As at a customer's who has not set it up yet."""
    assert get(site, TOKEN_PATH).status == 404
    assert site.visits == ()


def test_the_rest_is_a_shop(site: Site) -> None:
    """A plain site that knows nothing of certificates."""
    site.redirect_to = "http://api.test/v1"
    assert get(site, "/").data == b"Welcome to the shop.\n"
    assert get(site, "/other").status == 404
