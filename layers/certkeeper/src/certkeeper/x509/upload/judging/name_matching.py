"""Whether a CA may issue for a name: name constraints as clients judge them (RFC 5280 section 4.2.1.10).

As OpenSSL 3 does it (crypto/x509/v3_ncons.c); Go (crypto/x509/verify.go) does the same for what both support.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.x509.upload.judging.general_names import ADDRESS, DIRECTORY, DNS, EMAIL, URI, directory_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from certkeeper.x509.upload.judging.general_names import GeneralName, NameConstraints, Subtree

MAX_COMPARISONS = 1 << 18
"""The most names times subtrees of one pair of certificates: a quarter of OpenSSL's NAME_CHECK_MAX, which is counted in
a language that compares faster."""


def first_forbidden(names: Sequence[GeneralName], constraints: NameConstraints) -> GeneralName | None:
    """Return the first of the names that the constraints forbid, or None.

    A name is permitted if one of the permitted subtrees of its kind has it, or if there is none of its kind; and
    forbidden if one of the excluded subtrees has it. A kind that nothing can compare is forbidden where it is
    constrained: RFC 5280 section 4.2.1.10.
    """
    subtrees = len(constraints.permitted) + len(constraints.excluded)
    if len(names) * subtrees > MAX_COMPARISONS:
        return names[0]
    permitted, excluded = _by_kind(constraints.permitted), _by_kind(constraints.excluded)
    return next((name for name in names if _is_forbidden(name, permitted, excluded)), None)


def _by_kind(subtrees: Iterable[Subtree]) -> Mapping[int, Sequence[Subtree]]:
    found: dict[int, list[Subtree]] = {}
    for subtree in subtrees:
        found.setdefault(subtree.base.tag, []).append(subtree)
    return found


def _is_forbidden(
    name: GeneralName, permitted: Mapping[int, Sequence[Subtree]], excluded: Mapping[int, Sequence[Subtree]]
) -> bool:
    inside, outside = permitted.get(name.tag, ()), excluded.get(name.tag, ())
    if not inside and not outside:
        return False
    has = _MATCHES.get(name.tag)
    if has is None or any(subtree.has_limits for subtree in (*inside, *outside)):
        return True
    if any(has(subtree.base.octets, name.octets) for subtree in outside):
        return True
    return bool(inside) and not any(has(subtree.base.octets, name.octets) for subtree in inside)


def _has_host(base: bytes, host: bytes) -> bool:
    """Return whether a host is one or lies below it; below only, if the base begins with a dot."""
    base, host = base.lower(), host.lower()
    if not base or host == base:
        return True
    return host.endswith(base if base.startswith(b".") else b"." + base)


def _has_mailbox(base: bytes, mailbox: bytes) -> bool:
    """Return whether a mailbox is meant: one mailbox, all of one host, or all of the hosts below one."""
    local, at, host = mailbox.rpartition(b"@")
    if not at:
        return False
    base_local, base_at, base_host = base.rpartition(b"@")
    if base_at and base_local:
        return (base_local, base_host.lower()) == (local, host.lower())
    if base_host.startswith(b"."):
        return host.lower().endswith(base_host.lower())
    return not base or host.lower() == base_host.lower()


def _has_uri(base: bytes, uri: bytes) -> bool:
    """Return whether the host of a URI is meant: one host, or all below one, if the base begins with a dot."""
    _, colon, rest = uri.partition(b"://")
    if not colon:
        return False
    host = rest.partition(b"/")[0].partition(b"?")[0].rpartition(b"@")[2].partition(b":")[0].lower()
    if base.startswith(b"."):
        return host.endswith(base.lower())
    return bool(host) and host == base.lower()


def _has_address(base: bytes, address: bytes) -> bool:
    """Return whether an address lies in a network, which is an address and a mask."""
    if len(base) != 2 * len(address):
        return False
    network, mask = base[: len(address)], base[len(address) :]
    return all(one & part == other & part for one, other, part in zip(address, network, mask, strict=True))


def _has_directory(base: bytes, name: bytes) -> bool:
    levels = directory_name(base)
    return directory_name(name)[: len(levels)] == levels


_MATCHES: dict[int, Callable[[bytes, bytes], bool]] = {
    EMAIL: _has_mailbox,
    DNS: _has_host,
    URI: _has_uri,
    ADDRESS: _has_address,
    DIRECTORY: _has_directory,
}
"""Whether a subtree has a name, by the tag of the kind."""
