"""What the CA would refuse after an order is spent is refused before."""

import pytest

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.domain.dns.ca_rules import (
    MAX_LABELS,
    CaNameRules,
    ca_name_rules,
    ca_name_violation,
    redundant_violations,
)
from certkeeper.domain.dns.names import name_violation
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.scopes import BUILT_IN

LETS_ENCRYPT = ca_name_rules("https://acme-v02.api.letsencrypt.org/directory")
PRIVATE = ca_name_rules("https://ca.internal/acme/directory")
RULES = LibraryNameRules()


def verdict(text: str, ca: CaNameRules = LETS_ENCRYPT) -> str:
    """The code of the reason against a name, or "issued"."""
    try:
        name = RULES.to_a_labels(text)
    except ValueError:
        return "idna"
    found = name_violation(
        name, "/names/0", challenge=ChallengeType.DNS_01, scope=BUILT_IN, is_public_suffix=RULES.is_public_suffix
    ) or ca_name_violation(name, "/names/0", ca, has_public_suffix=RULES.has_public_suffix)
    return found.code if found else "issued"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        # refused in boulder's policy/pa_test.go, or by the checks of policy/pa.go
        ("", "syntax"),
        ("zomb!.com", "syntax"),
        ("user@myseriously.present.com", "syntax"),
        ("127.0.0.1", "ip_address"),
        ("a.b.c.d.e.f.g.h.i.j.k", "too_many_labels"),
        ("*.a.b.c.d.e.f.g.h.i.example.com", "too_many_labels"),
        ("www." + "a" * 64 + ".com", "syntax"),
        (".".join(["abcdefgh"] * 29) + ".com", "too_long"),
        ("www.-ombo.com", "syntax"),
        ("www.zomb-.com", "syntax"),
        ("xn--.net", "idna"),
        ("www.xn--m.com", "idna"),
        ("www.ab--cd.com", "idna"),
        ("0", "single_label"),
        ("**.example.com", "wildcard_place"),
        ("*.*.example.com", "wildcard_place"),
        ("www.*.example.com", "wildcard_place"),
        ("a..com", "syntax"),
        ("www.zom_bo.com", "underscore"),
        ("\ufeffwww.zombo.com\u202e", "idna"),
        ("example.acting", "not_public"),
        ("example.internal", "not_public"),
        ("www.zombo.163", "ip_address"),
        ("co.uk", "public_suffix"),
        ("*.co.uk", "public_suffix"),
        ("*.com", "single_label"),
        ("foo.ck", "public_suffix"),
        ("1.2.0.192.in-addr.arpa", "reverse_zone"),
        ("*.8.b.d.0.1.0.0.2.ip6.arpa", "reverse_zone"),
        # issued
        ("lowvalue.website1.org", "issued"),
        ("8675309.com", "issued"),
        ("www.web-site2.com", "issued"),
        ("www.xn--mnich-kva.com", "issued"),
        ("xn--i-7iq.ws", "issued"),
        ("github.io", "issued"),
        ("*.github.io", "issued"),
        ("a.b.c.d.e.f.g.h.i.com", "issued"),
        ("*.a.b.c.d.e.f.g.h.i.com", "issued"),
        ("foo.compute-1.amazonaws.com", "issued"),
    ],
)
def test_a_name_is_judged_as_lets_encrypt_does(name: str, code: str) -> None:
    """The table of boulder's rules; those with a blocklist of its own are not known."""
    assert verdict(name) == code


@pytest.mark.parametrize(
    ("directory_url", "public_only"),
    [
        ("https://acme-v02.api.letsencrypt.org/directory", True),
        ("https://acme-staging-v02.api.letsencrypt.org/directory", True),
        ("https://letsencrypt.org.example/directory", False),
        ("https://127.0.0.1:14000/dir", False),
        ("", False),
    ],
)
def test_another_ca_may_be_a_private_one(directory_url: str, public_only: bool) -> None:  # noqa: FBT001
    """It issues for names that are not public, and what no certificate needs is refused all the same."""
    rules = ca_name_rules(directory_url)
    assert rules.public_names_only is public_only
    assert (verdict("shop.internal", rules) == "issued") is not public_only
    assert verdict(".".join("a" * (MAX_LABELS + 1)), rules) == "too_many_labels"


@pytest.mark.parametrize(
    ("names", "redundant"),
    [
        (["*.example.com", "www.example.com"], {1: 0}),
        (["www.example.com", "*.example.com", "a.example.com"], {0: 1, 2: 1}),
        (["*.a.example.com", "x.a.example.com", "*.example.com", "a.example.com"], {1: 0, 3: 2}),
        (["*.example.com", "example.com"], {}),
        (["*.example.com", "a.b.example.com"], {}),
        (["*.example.com", "*.a.example.com"], {}),
        (["*.example.com", "wwwexample.com", "www.example.org"], {}),
    ],
)
def test_a_name_that_a_wildcard_of_the_order_covers_is_redundant(names: list[str], redundant: dict[int, int]) -> None:
    """It is named at its place, with the place of the wildcard; the domain itself is not covered (RFC 9525)."""
    found = list(redundant_violations({name: position for position, name in enumerate(names)}))
    assert [violation.pointer for violation in found] == [f"/names/{position}" for position in redundant]
    assert all(
        f"/names/{wildcard} " in violation.detail for violation, wildcard in zip(found, redundant.values(), strict=True)
    )
    assert not [name for name in names if any(name in violation.detail for violation in found)]


def test_a_private_ca_gets_names_of_its_own() -> None:
    """A name that is not registered with ICANN is ordered from it."""
    assert verdict("shop.corp.internal", PRIVATE) == "issued"
