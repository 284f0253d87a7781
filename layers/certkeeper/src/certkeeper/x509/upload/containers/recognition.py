"""What a container begins with or says of itself; nothing of it is opened here."""

from __future__ import annotations

import re

from certkeeper.x509.upload.reading.text import decoded, plain

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""How archives begin: with an entry, or with the end of none (APPNOTE.TXT sections 4.3.7 and 4.3.16)."""
_OTHER_ARCHIVES = (b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
"""How 7z, RAR, gzip, bzip2 and xz begin."""
_TAR, _TAR_AT = b"ustar", 257
"""The mark of tar, and where it is: POSIX.1-2017, pax interchange format."""

_KIND = re.compile(r"""\bkind["']?[ \t]{0,20}:[ \t]{0,20}["']?(?:Secret|SecretList|List)\b""")
"""What every Secret, and every list, says of itself."""


def is_zip(content: bytes) -> bool:
    """Return whether a content is a ZIP archive."""
    return content.startswith(_ZIP)


def is_other_archive(content: bytes) -> bool:
    """Return whether a content is an archive of a kind that is not read here."""
    return content.startswith(_OTHER_ARCHIVES) or content.startswith(_TAR, _TAR_AT)


def is_secret(content: bytes) -> bool:
    """Return whether a content says that it is a Kubernetes Secret, or a list of such."""
    if b"kind" not in content.replace(b"\0", b""):
        return False
    return _KIND.search(plain(decoded(content))) is not None
