"""Rows of certificates and their versions, with the attributes for filters, and of the names that they reserve."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import (
    MOMENT,
    NUMBER,
    REQUIRED_MOMENT,
    REQUIRED_TEXT,
    TEXT,
    TEXTS,
    Column,
    Columns,
    enum_column,
    following_second,
    present,
)
from certkeeper.adapters.dynamodb.rows.documents import (
    EVENT,
    FAILURE,
    MOMENT_TEXT,
    PLAIN,
    PLAIN_LIST,
    Document,
    as_json,
    document_list,
    enum_text,
    nested_document,
    optional,
)
from certkeeper.adapters.dynamodb.rows.expressions import delete, put, put_new, update, when
from certkeeper.adapters.dynamodb.rows.search import search_attributes
from certkeeper.domain.certificates.certificate import (
    DEFAULT_SETTINGS,
    NO_RENEWAL,
    Certificate,
    CertificateFacts,
    CertificateVersion,
    Settings,
    Source,
)
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.clock import from_text, to_text
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.renewal.plan import RenewalPlan
from certkeeper.domain.renewal.state import AnnouncedVersion, RenewalState, RenewalWindow
from certkeeper.domain.uploads.verdicts import Remark, Trust, Verdicts

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.rows.columns import Attributes, Row
    from certkeeper.adapters.dynamodb.rows.expressions import Condition, Write
    from certkeeper.adapters.dynamodb.rows.table import Table

NAME_TAKEN = "another certificate of the scope has this name already; choose another name"
"""The message of a conflict about a name."""

FACTS = Document(
    CertificateFacts,
    {
        "serial": PLAIN,
        "subject": PLAIN,
        "common_name": PLAIN,
        "issuer": PLAIN,
        "names": PLAIN_LIST,
        "key_algorithm": PLAIN,
        "key_bits": PLAIN,
        "signature_algorithm": PLAIN,
        "x509_version": PLAIN,
        "not_before": MOMENT_TEXT,
        "not_after": MOMENT_TEXT,
        "sha256": PLAIN,
        "sha1": PLAIN,
        "authority_key_id": optional(PLAIN, "", always=True),
        "for_servers": optional(PLAIN, default=True),
        "is_ca": optional(PLAIN, default=False),
    },
)
SETTINGS = Document(
    Settings,
    {
        "domain": PLAIN,
        "notices_enabled": PLAIN,
        "notice_days": PLAIN_LIST,
        "renewal_enabled": PLAIN,
        "key_reused": PLAIN,
    },
)
PLAN = Document(
    RenewalPlan,
    {
        "challenge": enum_text(ChallengeType),
        "solver": enum_text(Solver),
        "delegation_zone": PLAIN,
        "key_type": enum_text(KeyType),
        "profile": PLAIN,
        "spread_renewal": PLAIN,
        "names": TEXTS,
    },
)
_MOMENT = optional(MOMENT_TEXT, None)
_WINDOW = Column(
    lambda window: [to_text(window.start), to_text(window.end), window.explanation_url],
    lambda texts: RenewalWindow(from_text(texts[0]), from_text(texts[1]), texts[2]),
    default=None,
)
_OTHERS = Column(
    lambda others: [[each.version, *each.marks] for each in others],
    lambda lists: tuple(AnnouncedVersion(version, tuple(marks)) for version, *marks in lists),
    default=(),
)
STATE = Document(
    RenewalState,
    {
        "version": optional(PLAIN, 0),
        "order_id": optional(PLAIN, ""),
        "order_check_at": _MOMENT,
        "failures": optional(PLAIN, 0),
        "first_failed_at": _MOMENT,
        "last_failure": nested_document(FAILURE, None),
        "next_attempt_at": _MOMENT,
        "held_back": optional(PLAIN, default=False),
        "window": _WINDOW,
        "chosen_at": _MOMENT,
        "poll_at": _MOMENT,
        "new_key_wanted_at": _MOMENT,
        "activated_at": _MOMENT,
        "announced": optional(PLAIN_LIST, ()),
        "others": _OTHERS,
    },
)
"""It travels through the index that the sweep reads, where each byte is paid for twice: empty fields are left out."""
_REMARKS = Column(
    lambda remarks: [[remark.code, remark.detail] for remark in remarks],
    lambda pairs: tuple(Remark(code, detail) for code, detail in pairs),
)
VERDICTS = Document(Verdicts, {"trust": enum_text(Trust), "acm_obstacles": _REMARKS, "warnings": _REMARKS})

_FACTS = as_json(nested_document(FACTS))
_FACTS = _FACTS._replace(write=lru_cache(maxsize=8)(_FACTS.write))
"""Cached, since one upload writes the same facts into four rows."""
_NUMBERS = Column(
    lambda values: {"L": [{"N": str(value)} for value in values]},
    lambda attribute: tuple(int(value["N"]) for value in attribute["L"]),
    default=(),
)
CERTIFICATE = Columns(
    Certificate,
    {
        "certificate_id": REQUIRED_TEXT,
        "scope": REQUIRED_TEXT,
        "name": REQUIRED_TEXT,
        "source": enum_column(Source),
        "names": TEXTS,
        "created_at": REQUIRED_MOMENT,
        "order_id": TEXT,
        "version": NUMBER,
        "latest_version": NUMBER._replace(always=False),
        "kept": _NUMBERS,
        "facts": _FACTS._replace(default=None),
        "revision": NUMBER,
        "settings": as_json(nested_document(SETTINGS, DEFAULT_SETTINGS), always=True),
        "deleted_at": MOMENT,
        "revoked_at": MOMENT,
        "revocation_reason": enum_column(RevocationReason, None),
        "recoverable_until": MOMENT,
        "removal_id": TEXT,
        "plan": as_json(nested_document(PLAN, None)),
        "renewal": as_json(nested_document(STATE, NO_RENEWAL)),
        "ended_order_id": TEXT,
        "outbox": as_json(document_list(EVENT)),
    },
)
VERSION = Columns(
    CertificateVersion,
    {
        "certificate_id": REQUIRED_TEXT,
        "version": NUMBER,
        "facts": _FACTS,
        "certificate_pem": TEXT,
        "chain_pem": TEXT,
        "created_at": REQUIRED_MOMENT,
        "order_id": TEXT,
        "root_pem": TEXT,
        "verdicts": as_json(nested_document(VERDICTS, None)),
        "revoked_at": MOMENT,
        "revocation_reason": enum_column(RevocationReason, None),
        "plan": as_json(nested_document(PLAN, None)),
        "confirmed_losses": TEXTS,
    },
)


class Holder(NamedTuple):
    """The row that says which certificate has a name or a digest."""

    certificate_id: str


_OF_VERSION = (
    "source",
    "names",
    "facts",
    "order_id",
    "version",
    "latest_version",
    "kept",
    "plan",
    "revoked_at",
    "revocation_reason",
)
"""The columns of a certificate that `Certificate.with_current` changes."""
HOLDER = Columns(Holder, {"certificate_id": REQUIRED_TEXT})


def certificate_row(certificate: Certificate) -> dict[str, AttributeValueTypeDef]:
    """Return the row of a certificate, with the attributes that lists filter by."""
    facts = certificate.facts
    searched = search_attributes(certificate.certificate_id, certificate.name, certificate.names, facts)
    return {**CERTIFICATE.row(certificate), **(validity(facts) if facts else {}), **present(searched)}


def current_version(before: Certificate, version: CertificateVersion, name: str) -> Attributes:
    """Return the attributes of a certificate's row that change if a version becomes its current one.

    `before` is the certificate as it was read, `name` the name that it has then.
    """
    after = before.with_current(version)
    changed = CERTIFICATE.part(**{field: getattr(after, field) for field in _OF_VERSION})
    return {
        **changed,
        **validity(version.facts),
        **search_attributes(version.certificate_id, name, after.names, version.facts),
    }


def validity(facts: CertificateFacts) -> dict[str, AttributeValueTypeDef]:
    """Return the attributes by which lists filter for a status, from the facts.

    `expiring_at` may be between two seconds.
    """
    return {
        "not_after": MOMENT.write(facts.not_after),
        "expiring_at": MOMENT.write(following_second(facts.expiring_at)),
    }


def certificate_update(certificate: Certificate, changes: Attributes, where: Condition | None = None) -> Write:
    """Return the write of changes to a certificate's row.

    It fails if somebody has written the row since it was read, or if `where` does not hold.
    """
    unchanged = when("revision = :read", read=NUMBER.write(certificate.revision))
    key = keys.certificate(certificate.scope, certificate.certificate_id)
    return update(key, changes, unchanged & where if where else unchanged, add={"revision": 1})


def name_reservation(certificate: Certificate) -> Write:
    """Return the write that reserves a certificate's name in its scope, if no certificate has it."""
    key = keys.certificate_name(certificate.scope, certificate.name)
    return put_new(key, HOLDER.row(Holder(certificate.certificate_id)))


def name_set_writes(scope: str, version: CertificateVersion) -> dict[str, Write]:
    """Return the write by which a certificate of a scope is found by the names of a version; none if it has none.

    The row stays when the names change or the certificate is deleted, and whoever reads it checks the certificate:
    so it is right again, without a write, when the certificate is restored or an earlier version is current again.
    """
    if not version.facts.names:
        return {}
    key = keys.name_set(scope, version.facts.names, version.certificate_id)
    return {"name_set": put(key, HOLDER.row(Holder(version.certificate_id)))}


def name_release(scope: str, name: str) -> Write:
    """Return the write that releases a name of a scope."""
    return delete(keys.certificate_name(scope, name))


def stored_row(table: Table, certificate: Certificate) -> Row | None:
    """Return the row of a certificate as it is in the table now, or None."""
    return table.read(keys.certificate(certificate.scope, certificate.certificate_id))
