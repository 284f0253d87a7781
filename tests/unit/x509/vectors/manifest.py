"""The manifest of `cryptography-vectors`: what is to become of each file, and why."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import cryptography_vectors
import yaml

from certkeeper.domain.uploads.refusals import UploadRefusedError
from certkeeper.x509.der import OBJECT_IDENTIFIER, OCTET_STRING, read_node
from tests.unit.x509.upload.uploading import read

VECTORS = Path(cryptography_vectors.__file__).parent
FOLDERS = ("pkcs12", "x509", "asymmetric")
SOUND = "sound"

MAX_OPENED = 16
"""Encrypted files that the suite opens of each group and algorithm, at 0.1 s each. `make fuzz` opens them all."""
_PBE = (bytes.fromhex("2a864886f70d0105"), bytes.fromhex("2a864886f70d010c01"))
"""Encryption under a password: PKCS#5 (RFC 8018 appendix C) and PKCS#12 (RFC 7292 appendix C)."""
_CONSTRUCTED = 0x20


@dataclass(frozen=True)
class Group:
    """Files of which the same is expected for the same reason."""

    expected: str
    why: str
    files: tuple[str, ...]
    password: str | None = None


MANIFEST = tuple(
    Group(entry["expected"], entry["why"], tuple(entry["files"]), entry.get("password"))
    for entry in yaml.safe_load((Path(__file__).parent / "manifest.yaml").read_text())
)


def outcome(file: str, password: str | None) -> str:
    """What the reader says of a file that is uploaded alone: SOUND, or the code of the refusal."""
    try:
        read((VECTORS / file).read_bytes(), password=password, expired_allowed=True)
    except UploadRefusedError as error:
        return error.refusal.value
    return SOUND


def sample(group: Group) -> tuple[str, ...]:
    """The files of a group that the suite reads: all, but of those under a password so many for each algorithm."""
    if group.password is None:
        return group.files
    by_algorithms: defaultdict[frozenset[bytes], list[str]] = defaultdict(list)
    for file in group.files:
        by_algorithms[algorithms((VECTORS / file).read_bytes())].append(file)
    return tuple(file for files in by_algorithms.values() for file in files[:: max(1, -(-len(files) // MAX_OPENED))])


def algorithms(encoded: bytes) -> frozenset[bytes]:
    """The object identifiers of all encryption under a password that can be seen in DER; nothing for what is no DER."""
    found: frozenset[bytes] = frozenset()
    try:
        while encoded:
            node, encoded = read_node(encoded)
            if node.tag == OBJECT_IDENTIFIER and node.content.startswith(_PBE):
                found |= {node.content}
            elif node.tag == OCTET_STRING or node.tag & _CONSTRUCTED:
                found |= algorithms(node.content)
    except UploadRefusedError:
        pass
    return found
