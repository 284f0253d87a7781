"""The manifest of `cryptography-vectors`: what is to become of each file, and why."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cryptography_vectors
import yaml

VECTORS = Path(cryptography_vectors.__file__).parent
FOLDERS = ("pkcs12", "x509", "asymmetric")
SOUND = "sound"


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
