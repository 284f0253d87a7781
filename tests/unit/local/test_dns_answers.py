"""DNS of the local world as resolvers see it: aliases, zones, and records that a person sets."""

from __future__ import annotations

import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.update

from infra.local.dns.answers import reply
from infra.local.dns.records import Records


class OneZone:
    """A source of more records."""

    def find(self, name: dns.name.Name, kind: int) -> list[str]:
        """One TXT record, in a zone of its own."""
        rows = {
            ("_acme-challenge.own.test.", dns.rdatatype.TXT): ['"value"'],
            ("own.test.", dns.rdatatype.NS): ["ns1.aws.test."],
        }
        return rows.get((name.to_text(), dns.rdatatype.RdataType(kind)), [])


def answer(records: Records, name: str, kind: str) -> dns.message.Message:
    """What the server answers."""
    return dns.message.from_wire(reply(dns.message.make_query(name, kind).to_wire(), records))


def values(message: dns.message.Message) -> list[str]:
    """All values of the answer."""
    return [value.to_text() for row in message.answer for value in row]


def test_an_alias_is_followed_to_what_it_stands_for() -> None:
    """As a resolver does, with every step in the answer."""
    records = Records()
    records.put("_acme-challenge.shop.test", "CNAME", ["there.other.test."])
    records.put("there.other.test", "TXT", ['"value"'])
    assert values(answer(records, "_acme-challenge.shop.test", "TXT")) == ["there.other.test.", '"value"']
    assert values(answer(records, "_acme-challenge.shop.test", "CNAME")) == ["there.other.test."]


def test_aliases_in_a_circle_end() -> None:
    """Whatever a person sets."""
    records = Records()
    records.put("a.shop.test", "CNAME", ["b.shop.test."])
    records.put("b.shop.test", "CNAME", ["a.shop.test."])
    assert answer(records, "a.shop.test", "TXT").rcode() == dns.rcode.NOERROR


def test_where_nothing_is_the_zone_is_named() -> None:
    """RFC 2308: who asks in vain learns whose word that is."""
    message = answer(Records(), "_acme-challenge.www.shop.test", "TXT")
    assert not message.answer
    assert [row.name.to_text() for row in message.authority] == ["shop.test."]


def test_hosted_zones_answer_where_nobody_has_set_anything_else() -> None:
    """A record that a person sets stands before them: a delegation can be broken."""
    records = Records()
    records.zones = OneZone()
    assert values(answer(records, "_acme-challenge.own.test", "TXT")) == ['"value"']
    assert values(answer(records, "own.test", "NS")) == ["ns1.aws.test."]
    records.put("own.test", "NS", ["ns.registrar.test."])
    assert values(answer(records, "own.test", "NS")) == ["ns.registrar.test."]


def test_an_update_adds_values_and_removes_all_of_a_type() -> None:
    """RFC 2136, as `make dns` sends it; a value that is there already is not there twice."""
    records = Records()
    name = dns.name.from_text("_acme-challenge.shop.test")
    for text in ('"one"', '"two"', '"one"'):
        message = dns.update.UpdateMessage(dns.name.root)
        message.add(name, 1, "TXT", text)
        assert dns.message.from_wire(reply(message.to_wire(), records)).rcode() == dns.rcode.NOERROR
    assert sorted(values(answer(records, name.to_text(), "TXT"))) == ['"one"', '"two"']
    message = dns.update.UpdateMessage(dns.name.root)
    message.delete(name, "TXT")
    reply(message.to_wire(), records)
    assert values(answer(records, name.to_text(), "TXT")) == []
