"""A version is compared with the one whose place it takes: what is lost is found, shown in bounds, and confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.certificate import CertificateVersion, Source
from certkeeper.domain.certificates.comparison import Comparison, Confirmation, Loss
from certkeeper.domain.certificates.succession import (
    MAX_SHOWN_CHARACTERS,
    MAX_SHOWN_TEXTS,
    Compared,
    compare,
    losses,
    lost_names,
    require_confirmed,
)
from certkeeper.domain.errors import LossesNotConfirmedError, ReplacementNeedsAdministratorError
from certkeeper.domain.uploads.verdicts import Trust, Verdicts
from tests.contracts.examples import some_facts

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import CertificateFacts

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
FACTS = replace(some_facts("shop.example.test", "www.shop.example.test"), key_algorithm="RSA", key_bits=3072)
PRESENT = Compared(7, FACTS, Source.UPLOADED, Trust.PRIVATE)
ISSUED = replace(PRESENT, source=Source.ISSUED)


def with_facts(present: Compared = PRESENT, **changes: object) -> Compared:
    """The same version with other facts."""
    return replace(present, number=8, facts=replace(present.facts, **changes))  # type: ignore[arg-type]


def named(*names: str, common_name: str = "") -> CertificateFacts:
    """A certificate for these names."""
    return replace(FACTS, names=names, common_name=common_name)


SUCCESSORS: dict[str, tuple[Compared, Compared, set[Loss]]] = {
    "the same": (PRESENT, PRESENT, set()),
    "other names": (PRESENT, with_facts(names=("mail.example.test",)), {Loss.NAMES_LOST}),
    "fewer names": (PRESENT, with_facts(names=("shop.example.test",)), {Loss.NAMES_LOST}),
    "more names": (PRESENT, with_facts(names=(*FACTS.names, "mail.example.test")), set()),
    "a day less": (PRESENT, with_facts(not_after=FACTS.not_after - timedelta(days=1)), {Loss.ENDS_EARLIER}),
    "a day more": (PRESENT, with_facts(not_after=FACTS.not_after + timedelta(days=1)), set()),
    "public to private": (replace(PRESENT, trust=Trust.PUBLIC), PRESENT, {Loss.TRUST_LOST}),
    "public to incomplete": (
        replace(PRESENT, trust=Trust.PUBLIC),
        replace(PRESENT, trust=Trust.INCOMPLETE),
        {Loss.TRUST_LOST},
    ),
    "private to incomplete": (PRESENT, replace(PRESENT, trust=Trust.INCOMPLETE), {Loss.TRUST_LOST}),
    "incomplete to private": (replace(PRESENT, trust=Trust.INCOMPLETE), PRESENT, set()),
    "private to public": (PRESENT, replace(PRESENT, trust=Trust.PUBLIC), set()),
    "another issuer": (PRESENT, with_facts(issuer="CN=Another CA"), {Loss.ISSUER_CHANGED}),
    "RSA to EC": (PRESENT, with_facts(key_algorithm="EC P-256", key_bits=256), {Loss.KEY_KIND_CHANGED}),
    "a larger kind of key": (PRESENT, with_facts(key_algorithm="EC P-521", key_bits=521), {Loss.KEY_KIND_CHANGED}),
    "a smaller key": (PRESENT, with_facts(key_bits=2048), {Loss.KEY_KIND_CHANGED}),
    "a larger key": (PRESENT, with_facts(key_bits=4096), set()),
    "issued to uploaded": (ISSUED, PRESENT, {Loss.SOURCE_CHANGED}),
    "uploaded to issued": (PRESENT, ISSUED, set()),
    "for clients only": (PRESENT, with_facts(for_servers=False), {Loss.NOT_FOR_SERVERS}),
    "still not for servers": (with_facts(for_servers=False), with_facts(for_servers=False), set()),
    "a CA's": (PRESENT, with_facts(is_ca=True), {Loss.CA_CERTIFICATE}),
    "no longer a CA's": (with_facts(is_ca=True), PRESENT, set()),
    "a self-signed one in place of a CA's": (
        replace(ISSUED, trust=Trust.PUBLIC),
        with_facts(issuer="CN=shop.example.test", is_ca=True),
        {Loss.TRUST_LOST, Loss.ISSUER_CHANGED, Loss.SOURCE_CHANGED, Loss.CA_CERTIFICATE},
    ),
}


@pytest.mark.parametrize("case", SUCCESSORS)
def test_a_successor_loses_what_it_has_less_than_the_present_version(case: str) -> None:
    """Nothing that stays or gets better is called a loss."""
    before, after, expected = SUCCESSORS[case]
    assert {found.code for found in losses(before, after)} == expected


PUBLIC = replace(PRESENT, trust=Trust.PUBLIC)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("CN=R10,O=Let's Encrypt,C=US", "CN=R13,O=Let's Encrypt,C=US", False),
        ("CN=A 1,O=Invented\\, Inc.,C=US", "CN=A 2,O=Invented\\, Inc.,C=US", False),
        ("CN=A 1,O=Invented\\, Inc.,C=US", "CN=A 2,O=Invented\\, Ltd.,C=US", True),
        ("CN=R10,O=Let's Encrypt,C=US", "CN=WR1,O=Google Trust Services,C=US", True),
        ("CN=A 1", "CN=A 2", True),
        ("CN=A\\,O=One", "CN=B\\,O=One", True),
        ("CN=A 1,OU=One", "CN=A 2,OU=One", True),
    ],
)
def test_a_public_ca_may_sign_with_another_of_its_issuers(old: str, new: str, changed: bool) -> None:  # noqa: FBT001
    """Public CAs take turns between their issuers; whoever confirmed that every two months would confirm anything."""
    assert bool(losses(with_facts(PUBLIC, issuer=old), with_facts(PUBLIC, issuer=new))) is changed
    assert losses(with_facts(PRESENT, issuer=old), with_facts(PRESENT, issuer=new)), "a private one is not known"


@pytest.mark.parametrize(
    ("before", "after", "lost"),
    [
        (named("a.test", "b.test"), named("*.test"), ()),
        (named("*.shop.test"), named("a.shop.test", "shop.test"), ("*.shop.test",)),
        (named("a.b.shop.test"), named("*.shop.test"), ("a.b.shop.test",)),
        (named("shop.test"), named("*.shop.test"), ("shop.test",)),
        (named("SHOP.test"), named("shop.TEST"), ()),
        (named("WWW.shop.test"), named("*.SHOP.test"), ()),
        (named("*.SHOP.test"), named("*.shop.test"), ()),
        (named("10.0.0.1"), named("*.0.0.1"), ("10.0.0.1",)),
        (named("2001:db8::1"), named("2001:db8::1"), ()),
        (named("a.test"), named(), ("a.test",)),
        (named("a.test"), named(common_name="a.test"), ("a.test",)),
        (named(common_name="a.test"), named("A.test"), ()),
        (named(common_name="a.test"), named(common_name="b.test"), ("a.test",)),
        (named(common_name="a.test"), named(common_name="A.TEST"), ()),
        (named("a.test", common_name="old name"), named("a.test"), ()),
        (named(), named(), ()),
    ],
)
def test_names_are_lost_where_nothing_covers_them(
    before: CertificateFacts, after: CertificateFacts, lost: tuple[str, ...]
) -> None:
    """What the names cover is compared, as clients do: not the lists of texts."""
    assert lost_names(before, after) == lost


LABELS = st.sampled_from(["a", "b", "shop", "WWW", "*"])
NAMES = st.lists(st.lists(LABELS, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "test"])), max_size=8)
VERSIONS = st.builds(
    Compared,
    st.integers(1, 99),
    st.builds(
        lambda names, days, kind, bits, issuer, server, ca: replace(
            FACTS,
            names=tuple(names),
            not_after=NOW + timedelta(days=days),
            key_algorithm=kind,
            key_bits=bits,
            issuer=issuer,
            for_servers=server,
            is_ca=ca,
        ),
        NAMES,
        st.integers(-3, 3),
        st.sampled_from(["RSA", "EC P-256"]),
        st.sampled_from([2048, 4096]),
        st.sampled_from(["CN=R1,O=One", "CN=R2,O=One", "CN=R3"]),
        st.booleans(),
        st.booleans(),
    ),
    st.sampled_from(Source),
    st.sampled_from(Trust),
)


@given(VERSIONS)
def test_nothing_is_lost_to_an_equal_version(version: Compared) -> None:
    """Whatever the version is."""
    assert losses(version, version) == ()


@given(VERSIONS, VERSIONS)
def test_a_name_is_lost_or_covered_and_never_both(before: Compared, after: Compared) -> None:
    """Adding what was lost ends the loss; a name that stays is never among the lost ones."""
    lost = lost_names(before.facts, after.facts)
    assert {name.lower() for name in lost}.isdisjoint(name.lower() for name in after.facts.names)
    mended = replace(after, facts=replace(after.facts, names=(*after.facts.names, *lost)))
    assert lost_names(before.facts, mended.facts) == ()


@given(VERSIONS, VERSIONS)
def test_what_only_one_side_can_lose_is_not_lost_on_the_way_back(before: Compared, after: Compared) -> None:
    """An end, a trust, a purpose and a source are ordered: one of the two versions is the better one."""
    there, back = compare(before, after).codes, compare(after, before).codes
    assert there & back <= {Loss.NAMES_LOST, Loss.ISSUER_CHANGED, Loss.KEY_KIND_CHANGED}
    assert (Loss.ISSUER_CHANGED in there) == (Loss.ISSUER_CHANGED in back)


@given(VERSIONS, VERSIONS)
def test_losses_come_in_one_order_and_once(before: Compared, after: Compared) -> None:
    """A person and a program read the same list."""
    codes = [found.code for found in losses(before, after)]
    assert codes == [code for code in Loss if code in codes]


@given(st.lists(st.text(min_size=1, max_size=600), min_size=1, max_size=300, unique_by=str.lower), st.text())
def test_a_comparison_is_short_whatever_the_certificates_hold(names: list[str], issuer: str) -> None:
    """Certificates from outside have thousands of names and subjects of many kilobytes."""
    before = with_facts(names=tuple(names), issuer=issuer * 100)
    for found in losses(before, with_facts(names=("x.test",), issuer="CN=Another")):
        for side in (found.before, found.after):
            assert 1 <= len(side) <= MAX_SHOWN_TEXTS
            assert all(len(text) <= MAX_SHOWN_CHARACTERS for text in side)


def test_what_is_left_out_of_a_long_list_is_counted() -> None:
    """Twenty lines for 100 names: 19 names, and how many more there are."""
    before = with_facts(names=tuple(f"host{number}.test" for number in range(100)))
    (found,) = losses(before, with_facts(names=("x.test",)))
    assert found.before[-1] == "and 81 more"
    assert found.detail.startswith("100 of the names of version 8 ")
    exact = with_facts(names=tuple(f"host{number}.test" for number in range(MAX_SHOWN_TEXTS)))
    assert losses(exact, with_facts(names=("x.test",)))[0].before == exact.facts.names


LOST = Comparison(7, losses(PRESENT, with_facts(names=("x.test",), key_bits=2048)))
ENDS_RENEWAL = compare(ISSUED, PRESENT)
UNHARMED = Comparison(7, ())
BOTH = frozenset({Loss.NAMES_LOST, Loss.KEY_KIND_CHANGED})


@pytest.mark.parametrize("wrong_version", [6, 8])
@pytest.mark.parametrize("comparison", [LOST, UNHARMED])
def test_a_confirmation_of_another_version_is_refused(comparison: Comparison, wrong_version: int) -> None:
    """It was given for another state of the certificate."""
    with pytest.raises(LossesNotConfirmedError) as caught:
        require_confirmed(comparison, Confirmation(wrong_version, comparison.codes))
    assert caught.value.comparison == comparison


@given(st.sets(st.sampled_from(Loss)).map(frozenset))
def test_exactly_the_losses_that_are_found_are_confirmed(confirmed: frozenset[Loss]) -> None:
    """Fewer leave one out, more were confirmed for another certificate."""
    if confirmed == BOTH:
        require_confirmed(LOST, Confirmation(7, confirmed))
        return
    with pytest.raises(LossesNotConfirmedError):
        require_confirmed(LOST, Confirmation(7, confirmed))


def test_without_a_loss_nothing_has_to_be_confirmed() -> None:
    """And what was confirmed for nothing is refused: it was meant for another certificate."""
    require_confirmed(UNHARMED, None)
    require_confirmed(UNHARMED, Confirmation(7, frozenset()))
    for loss in Loss:
        with pytest.raises(LossesNotConfirmedError, match="nothing is lost"):
            require_confirmed(UNHARMED, Confirmation(7, frozenset({loss})))
    with pytest.raises(LossesNotConfirmedError, match="names_lost, key_kind_changed"):
        require_confirmed(LOST, None)


def test_only_an_administrator_ends_automatic_renewal() -> None:
    """No confirmation does it on the ordinary path; the administrator's path needs one as well."""
    every = [frozenset(each) for count in (0, 1, 2) for each in combinations(Loss, count)]
    for codes in every:
        with pytest.raises(ReplacementNeedsAdministratorError, match="automatic renewal would end") as caught:
            require_confirmed(ENDS_RENEWAL, Confirmation(7, codes))
        assert caught.value.comparison == ENDS_RENEWAL
    with pytest.raises(LossesNotConfirmedError):
        require_confirmed(ENDS_RENEWAL, None, by_administrator=True)
    require_confirmed(ENDS_RENEWAL, Confirmation(7, frozenset({Loss.SOURCE_CHANGED})), by_administrator=True)


def test_an_upload_has_the_trust_of_its_verdicts_and_an_issued_version_what_it_is_judged_now() -> None:
    """An upload was judged when it came; an issued version is judged for the comparison."""
    version = CertificateVersion("c", 3, FACTS, "", "", NOW)
    assert Compared.of(version, Trust.PUBLIC) == Compared(3, FACTS, Source.ISSUED, Trust.PUBLIC)
    uploaded = replace(version, verdicts=Verdicts(Trust.INCOMPLETE, (), ()))
    assert Compared.of(uploaded, Trust.PUBLIC) == Compared(3, FACTS, Source.UPLOADED, Trust.INCOMPLETE)
