"""Answers in wire format: what resolvers and programs ask, and updates (RFC 2136) by which a person sets records."""

from typing import cast

import dns.flags
import dns.message
import dns.name
import dns.opcode
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset
import dns.update

from infra.local.dns.records import Records

TTL_SECONDS = 1
MAX_ALIASES = 8


def reply(wire: bytes, records: Records) -> bytes:
    """Return the answer to one DNS message in wire format, a query or an update of the records."""
    message = dns.message.from_wire(wire)
    if message.opcode() == dns.opcode.UPDATE:
        return _update(cast("dns.update.UpdateMessage", message), records).to_wire()
    response = dns.message.make_response(message)
    response.flags |= dns.flags.AA | dns.flags.RA
    for question in message.question:
        _answer(response, question.name, question.rdtype, records)
    return response.to_wire()


def _answer(response: dns.message.Message, name: dns.name.Name, kind: int, records: Records) -> None:
    """The values, through aliases as a resolver follows them; where there are none, the zone (RFC 2308 section 2.2)."""
    values: list[str] = []
    for _ in range(MAX_ALIASES):
        values = records.find(name, kind)
        aliases = [] if values or kind == dns.rdatatype.CNAME else records.find(name, dns.rdatatype.CNAME)
        if values:
            response.answer.append(_rrset(name, kind, values))
        if not aliases:
            break
        response.answer.append(_rrset(name, dns.rdatatype.CNAME, aliases))
        name = dns.name.from_text(aliases[0])
    apex = records.apex(name)
    if not values and apex is not None:
        response.authority.append(_rrset(apex, dns.rdatatype.SOA, records.find(apex, dns.rdatatype.SOA)))


def _rrset(name: dns.name.Name, kind: int, values: list[str]) -> dns.rrset.RRset:
    return dns.rrset.from_text(name, TTL_SECONDS, "IN", dns.rdatatype.RdataType(kind), *values)


def _update(message: "dns.update.UpdateMessage", records: Records) -> dns.message.Message:
    """RFC 2136 section 2.5: class IN adds a value, class ANY removes all of a type. Nothing else is done."""
    response = dns.message.make_response(message)
    for change in message.update:
        name, kind = change.name.to_text(), dns.rdatatype.to_text(change.rdtype)
        if change.deleting == dns.rdataclass.ANY:
            records.remove(name, kind)
        elif change.deleting is None:
            for value in change:
                records.add(name, kind, value.to_text())
        else:
            response.set_rcode(dns.rcode.NOTIMP)
    return response
