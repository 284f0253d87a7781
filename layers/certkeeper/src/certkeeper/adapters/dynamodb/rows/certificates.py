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
from certkeeper.adapters.dynamodb.rows.expressions import check, delete, put_new, update, when
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
from certkeeper.domain.errors import ConflictError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.domain.renewal.plan import RenewalPlan
from certkeeper.domain.renewal.state import RenewalState, RenewalWindow
from certkeeper.domain.scopes import ALL_SCOPE
from certkeeper.domain.uploads.verdicts import Remark, Trust, Verdicts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

    from certkeeper.adapters.dynamodb.rows.columns import Attributes, Row
    from certkeeper.adapters.dynamodb.rows.expressions import Condition, Write
    from certkeeper.adapters.dynamodb.rows.table import Table

SEPARATOR = "\n"
"""The character between the texts that a search reads.

No name has it, so a search finds nothing that spans two names.
"""
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
    },
)
_MOMENT = optional(MOMENT_TEXT, None)
_WINDOW = Column(
    lambda window: [to_text(window.start), to_text(window.end), window.explanation_url],
    lambda texts: RenewalWindow(from_text(texts[0]), from_text(texts[1]), texts[2]),
    default=None,
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
        "announced": optional(PLAIN_LIST, ()),
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
    },
)


class Holder(NamedTuple):
    """The row that says which certificate has a name or a digest."""

    certificate_id: str


HOLDER = Columns(Holder, {"certificate_id": REQUIRED_TEXT})


def certificate_row(certificate: Certificate) -> dict[str, AttributeValueTypeDef]:
    """Return the row of a certificate, with the attributes that lists filter by."""
    facts = certificate.facts
    searched = {"search_text": search_text(certificate.name, certificate.names)}
    return {**CERTIFICATE.row(certificate), **(validity(facts) if facts else {}), **searched}


def current_version(version: CertificateVersion, name: str) -> Attributes:
    """Return the attributes of a certificate's row that a new version changes; `name` is the certificate's.

    The plan is not among them: it depends on how the version came.
    """
    facts = version.facts
    changed = CERTIFICATE.part(
        names=facts.names,
        facts=facts,
        order_id=version.order_id,
        version=version.version,
        revoked_at=None,
        revocation_reason=None,
    )
    return {**changed, **validity(facts), "search_text": search_text(name, facts.names)}


def validity(facts: CertificateFacts) -> dict[str, AttributeValueTypeDef]:
    """Return the attributes by which lists filter for a status, from the facts.

    `expiring_at` may be between two seconds.
    """
    return {
        "not_after": MOMENT.write(facts.not_after),
        "expiring_at": MOMENT.write(following_second(facts.expiring_at)),
    }


def search_text(name: str, names: Sequence[str]) -> AttributeValueTypeDef:
    """Return the attribute that a search reads: the certificate's name and its DNS names, in lower case."""
    return {"S": SEPARATOR.join((name, *names)).lower()}


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


def name_release(scope: str, name: str) -> Write:
    """Return the write that releases a name of a scope."""
    return delete(keys.certificate_name(scope, name))


def open_scope(name: str, now: datetime) -> dict[str, Write]:
    """Return the check that the scope of this name is neither deleted nor being deleted, under the name `scope`.

    `now` is when the request began. A deletion that has not ended within `keys.INTENT_TIMEOUT` has died, and keeps
    nothing out any more. The built-in scope has no row and needs no check.
    """
    if name == ALL_SCOPE:
        return {}
    died = MOMENT.write(now - keys.INTENT_TIMEOUT)
    is_open = "attribute_not_exists(deleted_at) AND (attribute_not_exists(closed_at) OR closed_at < :died)"
    return {"scope": check(keys.scope(name), when(is_open, died=died))}


def scope_deleted() -> ConflictError:
    """Return the error of a transaction whose check of the scope has failed."""
    detail = "the scope was deleted at this moment, or is being deleted; read the scopes, then try again"
    return ConflictError("scope_deleted", detail)


def stored_row(table: Table, certificate: Certificate) -> Row | None:
    """Return the row of a certificate as it is in the table now, or None."""
    return table.read(keys.certificate(certificate.scope, certificate.certificate_id))
