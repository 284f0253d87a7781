"""The contract of `ports.certificates.Certificates`."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from certkeeper.domain.certificates.certificate import Certificate, CertificateStatus
from certkeeper.domain.errors import NotFoundError, RefusedError
from certkeeper.domain.orders.order import OrderStatus
from certkeeper.ports.certificates import CertificateFilter, Certificates
from certkeeper.ports.orders import Orders
from tests.contracts.examples import NOW, SCOPE, a_version, an_order, new_id, pending_certificate, some_facts

EVERYTHING = CertificateFilter()


class CertificatesContract:
    """Give fixtures `orders` and `certificates` over one empty table."""

    @pytest.mark.parametrize("certificate_id", [new_id(), "", "x" * 5000, "\0"])
    def test_what_was_never_placed_is_not_found(self, certificates: Certificates, certificate_id: str) -> None:
        """Whatever form it has."""
        with pytest.raises(NotFoundError) as caught:
            certificates.get(SCOPE, certificate_id)
        assert caught.value.kind == "certificate"

    def test_a_certificate_of_another_scope_is_not_found(self, orders: Orders, certificates: Certificates) -> None:
        """The scope is part of where it stands."""
        certificate_id = _store(orders, "one")
        with pytest.raises(NotFoundError):
            certificates.get("blog", certificate_id)

    def test_the_list_is_newest_first_and_shows_what_get_shows(
        self, orders: Orders, certificates: Certificates
    ) -> None:
        """A list hides nothing."""
        ids = [_store(orders, "one"), _store(orders, "two", timedelta(days=90))]
        page = certificates.list(SCOPE, EVERYTHING, now=NOW, limit=9, cursor=None)
        assert page.items == tuple(certificates.get(SCOPE, certificate_id) for certificate_id in reversed(ids))
        assert page.next_cursor is None

    def test_a_status_filter_agrees_with_the_clock(self, orders: Orders, certificates: Certificates) -> None:
        """What is shown with a status is what has it at that very moment, to the second."""
        _store_lives(orders)
        everything = _walk(certificates, EVERYTHING, NOW)
        for moment in (NOW, NOW + timedelta(days=20, seconds=7), NOW + timedelta(days=30, seconds=20)):
            for status in CertificateStatus:
                wanted = [certificate for certificate in everything if certificate.status(moment) is status]
                assert _walk(certificates, CertificateFilter(status=status), moment) == wanted

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("front", {"Storefront"}),
            ("example.test", {"Storefront", "back office"}),
            ("www.", {"Storefront"}),
            ("office", {"back office"}),
            ("storefront\nshop", set()),
            ("frontshop", set()),
            ("nowhere", set()),
        ],
    )
    def test_a_text_filter_searches_the_name_and_the_dns_names(
        self, orders: Orders, certificates: Certificates, text: str, found: set[str]
    ) -> None:
        """In each by itself, never across two."""
        for name, names in (("Storefront", ("shop.example.test", "www.test")), ("back office", ("x.example.test",))):
            order = an_order(name=name, names=names)
            orders.place(order, pending_certificate(order), None)
        assert {each.name for each in _walk(certificates, CertificateFilter(text=text), NOW)} == found

    @pytest.mark.parametrize(
        "typed",
        [
            "m\u00fcnchen.example.test",
            "M\u00dcNCHEN",
            "mu\u0308nchen",
            "XN--mnchen-3ya",
            "payments gateway",
            "let's encrypt",
            "CN=YR1,O=Let's Encrypt,C=US",
            "340282366920938463463374607431768211455",
            "ff" * 16,
            "0x" + "FF" * 16,
            ":".join(["FF"] * 16),
            "serial=" + "FF" * 16,
            "sha256 Fingerprint=" + ":".join(["AB"] * 32),
            "ab ab ab ab ab ab",
            ":".join(["CD"] * 20),
        ],
    )
    def test_a_certificate_is_found_by_whatever_another_program_calls_it(
        self, orders: Orders, certificates: Certificates, typed: str
    ) -> None:
        """U-label, common name, issuer, serial number and fingerprints, in upper or lower case."""
        order = an_order(name="city", names=("xn--mnchen-3ya.example.test",))
        orders.place(order, pending_certificate(order), None)
        facts = replace(some_facts(*order.names), common_name="Payments Gateway")
        orders.commit(order, a_version(order, 1, facts))
        assert [each.name for each in _walk(certificates, CertificateFilter(text=typed), NOW)] == ["city"]

    def test_an_id_finds_its_certificate_alone(self, orders: Orders, certificates: Certificates) -> None:
        """Whole, or its end as the page shows it."""
        ids = [_store(orders, "one"), _store(orders, "two")]
        for text in (ids[1], ids[1].upper(), ids[1][-8:]):
            found = _walk(certificates, CertificateFilter(text=text), NOW)
            assert [each.certificate_id for each in found] == ids[1:]

    @pytest.mark.parametrize("typed", ["c=", "ab", "cd", "abc", "ffff", "baab", "0", "000000", "345", "yr1,o=other"])
    def test_a_short_text_does_not_find_everything(
        self, orders: Orders, certificates: Certificates, typed: str
    ) -> None:
        """Two letters are in every issuer, and a few digits somewhere in every fingerprint."""
        _store(orders, "one", timedelta(days=90))
        assert not _walk(certificates, CertificateFilter(text=typed), NOW)

    def test_all_of_many_names_are_found_and_no_others(self, orders: Orders, certificates: Certificates) -> None:
        """However many names a certificate has."""
        many = tuple(f"host-{place:04}.a-rather-long-name-for-a-host.example.test" for place in range(300))
        order = an_order(name="many", names=many)
        orders.place(order, pending_certificate(order), None)
        _store(orders, "other")
        for text, found in ((many[0], ["many"]), (many[299], ["many"]), ("host-0300", []), ("other", ["other"])):
            walked = _walk(certificates, CertificateFilter(text=text), NOW)
            assert [each.name for each in walked] == found
        orders.commit(order, a_version(order, 1, some_facts("few.example.test")))
        assert not _walk(certificates, CertificateFilter(text=many[299]), NOW)

    def test_what_was_renewed_is_found_by_its_new_names_only(self, orders: Orders, certificates: Certificates) -> None:
        """The search text follows the version."""
        order = an_order()
        orders.place(order, pending_certificate(order), None)
        orders.commit(order, a_version(order, 1, some_facts("new.example.test")))
        assert _walk(certificates, CertificateFilter(text="new."), NOW)
        assert not _walk(certificates, CertificateFilter(text="www."), NOW)

    def test_a_page_is_full_where_enough_pass_the_filter(self, orders: Orders, certificates: Certificates) -> None:
        """However much lies between them."""
        wanted = [_store(orders, f"wanted {place}" if place % 8 == 0 else f"other {place}") for place in range(40)][::8]
        needle = CertificateFilter(text="wanted")
        first = certificates.list(SCOPE, needle, now=NOW, limit=2, cursor=None)
        second = certificates.list(SCOPE, needle, now=NOW, limit=3, cursor=first.next_cursor)
        assert [each.certificate_id for each in first.items + second.items] == wanted[::-1]
        assert (len(first.items), len(second.items), second.next_cursor) == (2, 3, None)

    def test_a_malformed_cursor_is_refused(self, certificates: Certificates) -> None:
        """With a pointer to it."""
        with pytest.raises(RefusedError) as caught:
            certificates.list(SCOPE, EVERYTHING, now=NOW, limit=2, cursor="zzz")
        assert [violation.pointer for violation in caught.value.violations] == ["/cursor"]


def _store(orders: Orders, name: str, lifetime: timedelta | None = None) -> str:
    """A certificate, pending where it has no lifetime; its id."""
    order = an_order(name=name)
    orders.place(order, pending_certificate(order), None)
    if lifetime:
        facts = some_facts(lifetime=lifetime)
        orders.commit(replace(order, status=OrderStatus.VALID), a_version(order, 1, facts))
    return order.certificate_id


def _store_lives(orders: Orders) -> None:
    """Lives that end, or begin to, at the moments asked about or a second beside; a third may fall between two."""
    _store(orders, "pending")
    for days in (20, 30, 34):
        for seconds in (7, 8, 10, 11, 20, 21):
            _store(orders, f"{days} {seconds}", timedelta(days=days, seconds=seconds))


def _walk(certificates: Certificates, wanted: CertificateFilter, now: datetime) -> list[Certificate]:
    """Every page to the last."""
    found: list[Certificate] = []
    cursor = None
    while True:
        page = certificates.list(SCOPE, wanted, now=now, limit=15, cursor=cursor)
        found += page.items
        cursor = page.next_cursor
        if cursor is None:
            return found
