"""The fields of each event besides its ids: one function for each type, so that all publishers use the same (ADR 59).

The schemas in `infra/events` promise these fields to consumers. All are texts, and none holds key material.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.clock import to_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    Detail = tuple[tuple[str, str], ...]


def issued(*, name: str, version: int, not_after: datetime, sha256: str) -> Detail:
    """Return the detail of CERTIFICATE_ISSUED."""
    return (*_version(name, version), ("not_after", to_text(not_after)), ("sha256", sha256))


def renewed(*, name: str, version: int, not_after: datetime, sha256: str, after_warning: bool) -> Detail:
    """Return the detail of CERTIFICATE_RENEWED. `after_warning`: administrators were warned of the version before."""
    detail = issued(name=name, version=version, not_after=not_after, sha256=sha256)
    return (*detail, ("after_warning", _flag(after_warning)))


def uploaded(*, name: str, version: int, sha256: str, confirmed_losses: Iterable[str]) -> Detail:
    """Return the detail of CERTIFICATE_UPLOADED. `confirmed_losses` are those of its version."""
    return (*_version(name, version), ("sha256", sha256), ("confirmed_losses", ", ".join(confirmed_losses)))


def activated(*, name: str, version: int, replaced: int, not_after: datetime, sha256: str, caller: str) -> Detail:
    """Return the detail of CERTIFICATE_ACTIVATED. `replaced` is the number of the version that was current before."""
    detail = issued(name=name, version=version, not_after=not_after, sha256=sha256)
    return (*detail, ("replaced", str(replaced)), ("caller", caller))


def exported(*, name: str, version: int, format_: str, with_key: bool, caller: str) -> Detail:
    """Return the detail of CERTIFICATE_EXPORTED."""
    return (*_version(name, version), ("format", format_), ("with_key", _flag(with_key)), ("caller", caller))


def deleted(*, name: str, caller: str, recoverable_until: datetime) -> Detail:
    """Return the detail of CERTIFICATE_DELETED."""
    return (("name", name), ("caller", caller), ("recoverable_until", to_text(recoverable_until)))


def restored(*, name: str, caller: str) -> Detail:
    """Return the detail of CERTIFICATE_RESTORED."""
    return (("name", name), ("caller", caller))


def revoked(*, name: str, version: int, caller: str, reason: str) -> Detail:
    """Return the detail of CERTIFICATE_REVOKED. `caller` is "ca" for the CA itself; `reason` is RFC 5280's word."""
    return (*_version(name, version), ("caller", caller), ("reason", reason))


def expiring(*, name: str, version: int, threshold_days: int, not_after: datetime) -> Detail:
    """Return the detail of CERTIFICATE_EXPIRING. `threshold_days` is the number of days as it is set."""
    detail = (*_version(name, version), ("threshold_days", str(threshold_days)))
    return (*detail, ("not_after", to_text(not_after)))


def expired(*, name: str, version: int, not_after: datetime) -> Detail:
    """Return the detail of CERTIFICATE_EXPIRED."""
    return (*_version(name, version), ("not_after", to_text(not_after)))


def renewal_failed(
    *, name: str, version: int, code: str, reason: str, attempt: int, next_attempt_at: datetime | None
) -> Detail:
    """Return the detail of RENEWAL_FAILED.

    `code` and `reason` are the order's failure. `attempt` counts the failures of this version from 1. `next_attempt_at`
    is None where no other attempt follows.
    """
    failure = (("code", code), ("reason", reason), ("attempt", str(attempt)))
    return (*_version(name, version), *failure, ("next_attempt_at", _moment(next_attempt_at)))


def action_required(*, name: str, version: int, deadline: datetime | None) -> Detail:
    """Return the detail of ACTION_REQUIRED. The event's `order_id` is the order, which shows what to set."""
    return (*_version(name, version), ("deadline", _moment(deadline)))


def order_failed(*, name: str, status: str, code: str) -> Detail:
    """Return the detail of ORDER_FAILED. `status` is the order's, `code` its failure's."""
    return (("name", name), ("status", status), ("code", code))


def _version(name: str, version: int) -> Detail:
    return (("name", name), ("version", str(version)))


def _moment(value: datetime | None) -> str:
    return to_text(value) if value else ""


def _flag(value: bool) -> str:  # noqa: FBT001 - of a detail
    return "true" if value else "false"
