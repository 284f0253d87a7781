"""The ACME directory (RFC 8555 section 7.1.1): the URLs of the CA's operations, and what it offers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.adapters.acme.problems import one_line_text, problem
from certkeeper.adapters.acme.responses import parse_json_object
from certkeeper.domain.errors import AcmeDirectoryError, AcmeProblemError, TransientError
from certkeeper.ports.certificate_authority import DirectoryMetadata

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.adapters.acme.responses import Response
    from certkeeper.domain.errors import CertkeeperError

_ADDRESSES = ("newNonce", "newAccount", "newOrder")
_LOCATION_CHARACTERS = 200
"""How much of a redirect's target an error shows."""
_SET = "the address of the CA's directory (the parameter AcmeDirectoryUrl)"
_ANOTHER = "set AcmeDirectoryUrl to the URL that the CA's documentation gives for its ACME directory"


@dataclass(frozen=True, slots=True)
class Directory:
    """The three URLs that every order needs, and the one for revocations; all other URLs come with the responses."""

    new_nonce: str
    new_account: str
    new_order: str
    metadata: DirectoryMetadata
    revoke_cert: str = ""

    @classmethod
    def of(cls, response: Response, now: datetime) -> Directory:
        """Return the directory in a response that came at `now`.

        Raises AcmeDirectoryError if the response is no directory, and TransientError if a later one may be.
        """
        if not response.ok:
            raise _no_directory(response, now)
        document = parse_json_object(response.body) or {}
        addresses = [found for one in _ADDRESSES if isinstance(found := document.get(one), str) and found]
        if len(addresses) < len(_ADDRESSES):
            raise AcmeDirectoryError(
                f"{_SET} answered {response.status}, but not with an ACME directory (RFC 8555 section 7.1.1); "
                f"perhaps it is a web page; {_ANOTHER}, and check that no firewall or proxy answers in its place"
            )
        if not all(one.lower().startswith("https://") for one in addresses):
            raise AcmeDirectoryError(
                f"{_SET} answered {response.status} with a directory that has URLs without https (RFC 8555 section "
                "6.1); the CA does not know its public URL: set that in the CA's configuration"
            )
        metadata = _offer(document.get("meta"), document.get("renewalInfo"))
        new_nonce, new_account, new_order = addresses
        return cls(new_nonce, new_account, new_order, metadata, one_line_text(document.get("revokeCert")))

    def revocation(self) -> str:
        """Return the URL for revocations.

        Raises AcmeDirectoryError if the CA names none, which RFC 8555 section 7.1.1 requires.
        """
        if not self.revoke_cert:
            raise AcmeDirectoryError(
                "the CA's directory has no URL for revocations (revokeCert, RFC 8555 section 7.1.1); revoke the "
                "certificate in the way that the CA itself offers, for example on its web site"
            )
        return self.revoke_cert


def _no_directory(response: Response, now: datetime) -> CertkeeperError:
    """Return the error for a response that is no success.

    A directory needs no account, so this refusal is for everybody.
    """
    error = problem(response, now)
    if isinstance(error, TransientError):
        return error
    if response.redirects:
        place = one_line_text(response.headers.get("Location"), _LOCATION_CHARACTERS) or "no address"
        leads = f"{_SET} answered {response.status} and redirects to {place}, which Certkeeper does not follow"
        return AcmeDirectoryError(f"{leads}; set AcmeDirectoryUrl to the final URL of the directory")
    sentence = error.detail if isinstance(error, AcmeProblemError) else ""
    return AcmeDirectoryError(
        f"{_SET} answered {response.status}{f': {sentence}' if sentence else ''}; {_ANOTHER}, and check that no "
        "firewall or proxy refuses Certkeeper's functions"
    )


def _offer(meta: object, renewal_info: object) -> DirectoryMetadata:
    """Return what the directory offers. Every part is optional, and a part of an unexpected type counts as missing."""
    informs = isinstance(renewal_info, str) and bool(renewal_info)
    if not isinstance(meta, dict):
        return DirectoryMetadata(renewal_info=informs)
    profiles, issuers = meta.get("profiles"), meta.get("caaIdentities")
    return DirectoryMetadata(
        profiles=tuple(sorted(map(one_line_text, profiles))) if isinstance(profiles, dict) else (),
        issuers=tuple(one_line_text(one).lower() for one in issuers) if isinstance(issuers, list) else (),
        external_account_required=meta.get("externalAccountRequired") is True,
        renewal_info=informs,
    )
