"""ACME resources (RFC 8555 section 7.1): requests to JSON, and JSON to the classes of the port (ADR 10).

They are read without the library's classes, which refuse what they do not know, among it the status `expired`.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from ssl import PEM_cert_to_DER_cert
from typing import TYPE_CHECKING

from certkeeper.adapters.acme.problems import one_line_text, type_and_detail
from certkeeper.domain import clock
from certkeeper.domain.errors import TransientError, problem_code
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.ports.certificate_authority import AuthorizationAtCa, OrderAtCa

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certkeeper.adapters.acme.responses import JsonObject
    from certkeeper.adapters.acme.signing import Payload
    from certkeeper.domain.certificates.revocations import RevocationReason


def new_account(contact: str, binding: Payload | None = None) -> Payload:
    """Return the payload of newAccount (RFC 8555 section 7.3), with the terms of service agreed to.

    `contact` has e-mail addresses with commas between them, with or without `mailto:`, or is empty. `binding` is the
    signed external account binding, if any.
    """
    addresses = [address for part in contact.split(",") if (address := part.strip())]
    contacts = [address if ":" in address else f"mailto:{address}" for address in addresses]
    return {
        "termsOfServiceAgreed": True,
        **({"contact": contacts} if contacts else {}),
        **({"externalAccountBinding": binding} if binding else {}),
    }


def new_order(names: Sequence[str], profile: str = "", replaces: str = "") -> Payload:
    """Return the payload of newOrder for DNS names: RFC 8555 section 7.4.

    `profile` (draft-ietf-acme-profiles section 4) and `replaces`, the id of the certificate that is renewed (RFC 9773
    section 5), are left out if empty.
    """
    return {
        "identifiers": [{"type": "dns", "value": name} for name in names],
        **({"profile": profile} if profile else {}),
        **({"replaces": replaces} if replaces else {}),
    }


def finalization(csr_der: bytes) -> Payload:
    """Return the payload of finalize: the CSR (DER) in base64url without padding (RFC 8555 section 7.4)."""
    return {"csr": urlsafe_b64encode(csr_der).decode("ascii").rstrip("=")}


def revocation(certificate_pem: str, reason: RevocationReason) -> Payload:
    """Return the payload of revokeCert.

    The certificate (PEM) as base64url of its DER, and the reason (RFC 8555 section 7.6).

    The reason `unspecified` is left out, as RFC 5280 section 5.3.1 wants it.
    """
    encoded = urlsafe_b64encode(PEM_cert_to_DER_cert(certificate_pem)).decode("ascii").rstrip("=")
    return {"certificate": encoded, **({"reason": reason.number} if reason.number else {})}


def order_at_ca(url: str, document: JsonObject) -> OrderAtCa:
    """Return the order that the CA has at a URL, read from its document (RFC 8555 section 7.1.3).

    The certificate's URL is empty until there is one. Raises TransientError if a required field is missing.
    """
    problem_type, problem_detail = _problem(document)
    return OrderAtCa(
        url=url,
        status=required_text(document, "status"),
        expires=_expires(document),
        authorization_urls=tuple(str(one) for one in _list(document, "authorizations")),
        finalize_url=required_text(document, "finalize"),
        certificate_url=required_text(document, "certificate") if document.get("certificate") else "",
        problem_type=problem_type,
        problem_detail=problem_detail,
    )


def authorization_at_ca(url: str, document: JsonObject) -> AuthorizationAtCa:
    """Return the authorization that the CA has at a URL, read from its document (RFC 8555 section 7.1.4).

    Raises TransientError if a required field is missing.
    """
    identifier = document.get("identifier")
    name = required_text(identifier, "value") if isinstance(identifier, dict) else ""
    challenges = [one for one in _list(document, "challenges") if isinstance(one, dict)]
    problem_type, problem_detail = next((_problem(one) for one in challenges if one.get("error")), ("", ""))
    return AuthorizationAtCa(
        url=url,
        name=f"*.{name}" if document.get("wildcard") is True else name,
        status=required_text(document, "status"),
        expires=_expires(document),
        challenges=tuple(filter(_is_usable, map(_challenge, challenges))),
        answered=any(one.get("status", "pending") != "pending" for one in challenges),
        problem_type=problem_type,
        problem_detail=problem_detail,
    )


def _challenge(document: JsonObject) -> Challenge:
    """Return one challenge.

    Not every type has a token; dns-persist-01 has names of the CA (draft-ietf-acme-dns-persist).
    """
    issuers = document.get("issuer-domain-names")
    return Challenge(
        type=required_text(document, "type"),
        url=required_text(document, "url"),
        token=one_line_text(document.get("token")),
        issuers=tuple(filter(None, map(one_line_text, issuers))) if isinstance(issuers, list) else (),
        account_uri=one_line_text(document.get("accounturi")),
    )


def _is_usable(challenge: Challenge) -> bool:
    """Whether the challenge can be fulfilled: a persistent record has to name a CA."""
    return challenge.type != ChallengeType.DNS_PERSIST_01 or bool(challenge.issuers)


def _problem(document: JsonObject) -> tuple[str, str]:
    """Return the type of the error in a document and its sentence, which is the type's last part if there is none."""
    error = document.get("error")
    type_, sentence = type_and_detail(error) if isinstance(error, dict) else ("", "")
    return type_, sentence or problem_code(type_)


def required_text(document: JsonObject, field: str) -> str:
    """Return the text of a field of a document; raise TransientError if it is missing, empty or no text."""
    text = document.get(field)
    if not isinstance(text, str) or not text:
        raise TransientError(f"the CA sent a resource without its {field}")
    return text


def _list(document: JsonObject, field: str) -> Sequence[object]:
    found = document.get(field)
    if not isinstance(found, list):
        raise TransientError(f"the CA sent a resource without its {field}")
    return found


def _expires(document: JsonObject) -> datetime | None:
    """Return when the resource expires (RFC 3339), or None: only pending orders must have the field."""
    text = document.get("expires")
    if text is None:
        return None
    try:
        return clock.from_text(text) if isinstance(text, str) else None
    except (ValueError, OverflowError) as error:
        raise TransientError("the CA sent a resource with an unreadable expiry") from error
