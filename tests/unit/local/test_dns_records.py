"""DNS of the local world: answers in wire format, without a socket."""

import dns.message
import dns.rcode

from infra.local.dns.answers import reply
from infra.local.dns.records import Records


def ask(records: Records, name: str, kind: str) -> list[str]:
    """The values that the server answers with, in alphabetical order."""
    answer = dns.message.from_wire(reply(dns.message.make_query(name, kind).to_wire(), records))
    assert answer.rcode() == dns.rcode.NOERROR
    return sorted(value.to_text() for row in answer.answer for value in row)


def test_every_name_below_test_is_this_machine() -> None:
    """Whatever the case it is asked in."""
    assert ask(Records(), "shop.example.test", "A") == ["127.0.0.1"]
    assert ask(Records(), "WWW.Shop.Example.TEST", "A") == ["127.0.0.1"]


def test_public_names_have_no_address_here() -> None:
    """The local world does not stand in for the world outside."""
    assert ask(Records(), "example.com", "A") == []


def test_a_record_can_be_put_and_removed_while_the_server_runs() -> None:
    """Two values at one name are two answers, as a wildcard and its apex need."""
    records = Records()
    records.put("_acme-challenge.Example.test", "TXT", ['"one"', '"two"'])
    assert ask(records, "_acme-challenge.example.test", "TXT") == ['"one"', '"two"']
    records.remove("_acme-challenge.example.test", "TXT")
    assert ask(records, "_acme-challenge.example.test", "TXT") == []


def test_an_address_of_ones_own_goes_before_that_of_this_machine() -> None:
    """A name can be made to point elsewhere."""
    records = Records()
    records.put("elsewhere.example.test", "A", ["192.0.2.1"])
    assert ask(records, "elsewhere.example.test", "A") == ["192.0.2.1"]


def test_a_name_has_no_records_of_other_types() -> None:
    """There is no IPv6 address and no CAA record unless someone puts one."""
    assert ask(Records(), "shop.example.test", "AAAA") == []
    assert ask(Records(), "example.test", "CAA") == []
