"""The request for an upload, in whichever form it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import DEFAULT_SETTINGS, Settings

if TYPE_CHECKING:
    from certkeeper.domain.certificates.comparison import Confirmation
    from certkeeper.domain.uploads.upload import SoundUpload, Upload


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """An upload and what is to be done with it.

    `certificate_name` None takes the first of the names; `certificate_id` None makes a new certificate.
    `confirmation` is what a successor may lose, and `by_administrator` whether it may end automatic renewal.
    """

    scope: str
    upload: Upload = field(repr=False)
    caller: str
    idempotency_key: str | None
    certificate_name: str | None = None
    certificate_id: str | None = None
    settings: Settings = DEFAULT_SETTINGS
    confirmation: Confirmation | None = None
    by_administrator: bool = False

    def fingerprint(self, sound: SoundUpload) -> str:
        """Return the SHA-256, in hex, of what is asked for, with the public parts of the `sound` upload.

        It is stored, so neither the private key nor its password are in it.
        """
        confirmed = self.confirmation
        wish = (
            self.scope,
            self.certificate_id,
            self.certificate_name,
            self.settings.domain,
            self.settings.notices_enabled,
            self.settings.notice_days,
            self.settings.renewal_enabled,
            sound.facts.sha256,
            sound.chain_pem,
            confirmed and [confirmed.version, *sorted(confirmed.losses)],
            self.by_administrator,
        )
        return sha256(dumps(wish).encode()).hexdigest()
