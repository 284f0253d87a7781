"""The request for an upload, in whichever form it came."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from json import dumps
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import DEFAULT_SETTINGS, Settings

if TYPE_CHECKING:
    from certkeeper.domain.uploads.upload import SoundUpload, Upload


@dataclass(frozen=True, slots=True)
class UploadRequest:
    """An upload and what is to be done with it.

    `certificate_name` None takes the first of the names; `certificate_id` None makes a new certificate.
    """

    scope: str
    upload: Upload = field(repr=False)
    caller: str
    idempotency_key: str | None
    certificate_name: str | None = None
    certificate_id: str | None = None
    settings: Settings = DEFAULT_SETTINGS

    def fingerprint(self, sound: SoundUpload) -> str:
        """Return the SHA-256, in hex, of what is asked for, with the public parts of the `sound` upload.

        It is stored, so neither the private key nor its password are in it.
        """
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
        )
        return sha256(dumps(wish).encode()).hexdigest()
