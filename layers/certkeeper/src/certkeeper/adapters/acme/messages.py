"""ACME resources (RFC 8555 section 7.1) between their JSON and the port's words.

Read by hand: the library's classes refuse what they do not list, among it the status `expired`.
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
    """RFC 8555 section 7.3; `contact` has mail addresses between commas, with or without their scheme, or is empty."""
    addresses = [address for part in contact.split(",") if (address := part.strip())]
    contacts = [address if ":" in address else f"mailto:{address}" for address in addresses]
    return {
        "termsOfServiceAgreed": True,
        **({"contact": contacts} if contacts else {}),
        **({"externalAccountBinding": binding} if binding else {}),
    }


def new_order(names: Sequence[str], profile: str = "", replaces: str = "") -> Payload:
    """RFC 8555 section 7.4; draft-ietf-acme-profiles section 4; RFC 9773 section 5."""
    return {
        "identifiers": [{"type": "dns", "value": name} for name in names],
        **({"profile": profile} if profile else {}),
        **({"replaces": replaces} if replaces else {}),
    }


def finalization(csr_der: bytes) -> Payload:
    """RFC 8555 section 7.4: the CSR in unpadded base64url."""
    return {"csr": urlsafe_b64encode(csr_der).decode("ascii").rstrip("=")}


def revocation(certificate_pem: str, reason: RevocationReason) -> Payload:
    """RFC 8555 section 7.6: the certificate in unpadded base64url of its DER.

    No reason says the same as `unspecified`, which RFC 5280 section 5.3.1 wants left out.
    """
    encoded = urlsafe_b64encode(PEM_cert_to_DER_cert(certificate_pem)).decode("ascii").rstrip("=")
    return {"certificate": encoded, **({"reason": reason.number} if reason.number else {})}


def order_at_ca(url: str, document: JsonObject) -> OrderAtCa:
    """RFC 8555 section 7.1.3. The certificate's address comes only once there is one."""
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
    """RFC 8555 section 7.1.4."""
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
    """Not every type has a token; dns-persist-01 has names of the CA instead (draft-ietf-acme-dns-persist)."""
    issuers = document.get("issuer-domain-names")
    return Challenge(
        type=required_text(document, "type"),
        url=required_text(document, "url"),
        token=one_line_text(document.get("token")),
        issuers=tuple(filter(None, map(one_line_text, issuers))) if isinstance(issuers, list) else (),
        account_uri=one_line_text(document.get("accounturi")),
    )


def _is_usable(challenge: Challenge) -> bool:
    """A record that names no CA satisfies none: such an offer is none."""
    return challenge.type != ChallengeType.DNS_PERSIST_01 or bool(challenge.issuers)


def _problem(document: JsonObject) -> tuple[str, str]:
    """Its type and its sentence, for which the type stands in where there is none."""
    error = document.get("error")
    type_, sentence = type_and_detail(error) if isinstance(error, dict) else ("", "")
    return type_, sentence or problem_code(type_)


def required_text(document: JsonObject, field: str) -> str:
    """A text that must be there. Raises TransientError where it is not."""
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
    """RFC 3339. The field is a must for pending orders only."""
    text = document.get("expires")
    if text is None:
        return None
    try:
        return clock.from_text(text) if isinstance(text, str) else None
    except (ValueError, OverflowError) as error:
        raise TransientError("the CA sent a resource with an unreadable expiry") from error
