"""Names are refused before they cost an order, each with the reason a person needs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.dns.names import MAX_NAMES, count_violation, name_violation
from certkeeper.domain.errors import Violation
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.scopes import BUILT_IN, Scope, ScopeKind

ZONE = Scope("shop", ScopeKind.ZONE, "example.test")
SUFFIXES = frozenset({"test", "co.test"})


def violation(name: str, challenge: ChallengeType | None = None, scope: Scope = BUILT_IN) -> Violation | None:
    """The verdict on one name that stands first in the body."""
    return name_violation(
        name, "/names/0", challenge=challenge, scope=scope, is_public_suffix=lambda suffix: suffix in SUFFIXES
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("192.0.2.1", "ip_address"),
        ("2001:db8::1", "ip_address"),
        ("[2001:db8::1]", "ip_address"),
        ("127.1", "ip_address"),
        ("0300.1.2.3", "ip_address"),
        ("shop.0x7f", "ip_address"),
        ("shop.example.123", "ip_address"),
        (".".join(["a" * 63] * 4), "too_long"),
        ("my_shop.example.test", "underscore"),
        ("www.*.example.test", "wildcard_place"),
        ("w*.example.test", "wildcard_place"),
        ("-shop.example.test", "syntax"),
        ("shop-.example.test", "syntax"),
        ("shop..example.test", "syntax"),
        ("a" * 64 + ".example.test", "syntax"),
        ("shop example.test", "syntax"),
        ("", "syntax"),
        ("localhost", "single_label"),
        ("*.localhost", "single_label"),
        ("co.test", "public_suffix"),
        ("*.co.test", "public_suffix"),
    ],
)
def test_a_name_that_no_public_ca_would_sign_is_refused_with_its_reason(name: str, code: str) -> None:
    """The first reason is named by a stable code, at the place where the name stands."""
    found = violation(name)
    assert found is not None
    assert (found.pointer, found.code) == ("/names/0", code)


@pytest.mark.parametrize(
    "name", ["shop.example.test", "xn--bcher-kva.example.test", "a.b.c.d.example.test", "1.test2.test"]
)
def test_an_ordinary_name_passes(name: str) -> None:
    """Nothing is said against a name that a CA would sign."""
    assert violation(name, ChallengeType.HTTP_01) is None


def test_a_wildcard_needs_dns_01() -> None:
    """http-01 proves one host: a wildcard is refused for it and passes for dns-01 and while no challenge is named."""
    refused = violation("*.example.test", ChallengeType.HTTP_01)
    assert refused is not None
    assert refused.code == "wildcard_needs_dns"
    assert violation("*.example.test", ChallengeType.DNS_01) is None
    assert violation("*.example.test") is None


@pytest.mark.parametrize(
    ("scope", "name", "within"),
    [
        (ZONE, "example.test", True),
        (ZONE, "a.b.example.test", True),
        (ZONE, "*.example.test", True),
        (ZONE, "badexample.test", False),
        (ZONE, "example.test.other.test", False),
        (Scope("one", ScopeKind.LISTENER, "shop.example.test"), "shop.example.test", True),
        (Scope("one", ScopeKind.LISTENER, "shop.example.test"), "a.shop.example.test", False),
        (Scope("one", ScopeKind.LISTENER, "shop.example.test"), "*.shop.example.test", False),
        (BUILT_IN, "anything.example.test", True),
    ],
)
def test_a_name_must_lie_within_its_scope(scope: Scope, name: str, within: bool) -> None:  # noqa: FBT001
    """A zone covers itself and all below it, a listener one host, `all` everything."""
    found = violation(name, scope=scope)
    assert (found is None) is within
    if found is not None:
        assert found.code == "outside_scope"
        assert f"the scope is for {scope.domain}" in found.detail


@pytest.mark.parametrize(("count", "refused"), [(0, True), (1, False), (MAX_NAMES, False), (MAX_NAMES + 1, True)])
def test_an_order_has_one_to_a_hundred_names(count: int, refused: bool) -> None:  # noqa: FBT001
    """Let's Encrypt's limit is Certkeeper's."""
    assert (count_violation(["a.example.test"] * count) is not None) is refused


@given(st.text(max_size=300))
def test_whatever_is_sent_gets_a_verdict_and_never_an_echo(text: str) -> None:
    """Any text gets an answer, and a refusal repeats no part of it that is not Certkeeper's own words."""
    found = violation("canary" + text + "canary")
    if found is not None:
        assert "canary" not in found.detail
