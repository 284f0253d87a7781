"""ACME Renewal Information (RFC 9773): the identifier that the CA is asked about, and the effect of its answer."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import CertificateFacts
    from certkeeper.domain.renewal.state import RenewalState, RenewalWindow

    RandomMoment = Callable[[datetime, datetime], datetime]
    """A function that returns a random moment between two."""

USUAL_PAUSE = timedelta(hours=6)
"""The pause between polls where the CA sends no Retry-After: what Let's Encrypt sends (RFC 9773 section 4.3.2)."""
MIN_PAUSE, MAX_PAUSE = timedelta(minutes=1), timedelta(days=1)
"""The bounds of a Retry-After (RFC 9773 section 4.3.2): between a minute and a day."""
UNREACHABLE_PAUSE = timedelta(hours=1)
"""The pause after a CA did not answer: the next sweep."""
NOT_OFFERED_PAUSE = timedelta(days=7)
"""The pause after a CA had no window: it will probably not offer one the next day."""


@dataclass(frozen=True, slots=True)
class RenewalInfo:
    """An answer of the CA; without a window, it has none for this certificate.

    `retry_after` is None where it sent none.
    """

    window: RenewalWindow | None
    retry_after: timedelta | None = None


def ari_id(facts: CertificateFacts) -> str:
    """Return the certificate's identifier at the CA, from its facts; empty without the issuer's key identifier.

    It is the issuer's key identifier and the serial number, both in base64url (RFC 9773 section 4.1).
    """
    if not facts.authority_key_id:
        return ""
    serial = int(facts.serial)
    size = (serial + (serial < 0)).bit_length() // 8 + 1  # DER: a first bit that is set means a negative number
    content = serial.to_bytes(size, signed=True)
    return f"{_base64url(bytes.fromhex(facts.authority_key_id))}.{_base64url(content)}"


def with_renewal_info(
    state: RenewalState, facts: CertificateFacts, info: RenewalInfo, *, random_moment: RandomMoment, now: datetime
) -> RenewalState:
    """Return the state after an answer (`info`) for a certificate with these facts.

    The moment in a window is chosen once, and again only if the window changes. In a window that is over, its end is
    the moment (RFC 9773 section 4.2: at once). A window that ends after the certificate does is ignored as an error.
    """
    window = info.window if info.window and info.window.end <= facts.not_after else None
    pause = _bounded(info.retry_after or USUAL_PAUSE) if info.window else NOT_OFFERED_PAUSE
    return replace(state, window=window, chosen_at=_chosen(state, window, random_moment, now), poll_at=now + pause)


def without_renewal_info(state: RenewalState, now: datetime) -> RenewalState:
    """Return the state after the CA did not answer at `now`: what was known stays."""
    return replace(state, poll_at=now + UNREACHABLE_PAUSE)


def _chosen(
    state: RenewalState, window: RenewalWindow | None, random_moment: RandomMoment, now: datetime
) -> datetime | None:
    if window is None:
        return None
    known = state.window
    if known and state.chosen_at and (known.start, known.end) == (window.start, window.end):
        return state.chosen_at
    return window.end if window.end <= now else random_moment(window.start, window.end)


def _bounded(pause: timedelta) -> timedelta:
    return max(MIN_PAUSE, min(pause, MAX_PAUSE))


def _base64url(content: bytes) -> str:
    """RFC 9773 section 4.1: without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")
