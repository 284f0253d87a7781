"""The judges: what the `openssl` program and Java make of a container. Each gives the key and the leaf, or None."""

from __future__ import annotations

import shutil
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.domain.certificates.certificate import Bundle
from certkeeper.x509.export import java
from certkeeper.x509.export.parts import parts_of
from tests.unit.x509.matrix.containers import CHAIN, ENVIRONMENT, PASSWORD, Container, packed_in, pem
from tests.unit.x509.matrix.kinds import public_of
from tests.unit.x509.pki import NOW, YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.unit.x509.matrix.kinds import Kind

HAS_OPENSSL, HAS_JAVA = shutil.which("openssl") is not None, shutil.which("java") is not None
PROGRAM = Path(__file__).parent / "Judge.java"
QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto")


class Found(NamedTuple):
    """What a judge found: the public key of the private one, and all certificates that may be the leaf, DER."""

    public: bytes
    certificates: tuple[bytes, ...]


def by_openssl(container: Container, kind: Kind, path: Path) -> Found | None:
    """Return what OpenSSL finds; None if it cannot open the file. `path` is where the file may be written."""
    path.write_bytes(packed_in(container, kind))
    old = ("-provider", "legacy", "-provider", "default")
    password = ("-passin", "env:PASSWORD")
    if not container.is_pfx:
        said = _openssl("pkey", *old, "-in", str(path), *password, "-pubout", "-outform", "DER")
        return None if said is None else Found(said, ())
    said = _openssl(
        "pkcs12", *old, "-in", str(path), *(password if container.password else ("-passin", "pass:")), "-nodes"
    )
    if said is None:
        return None
    blocks = said.split(b"-----BEGIN ")[1:]
    bodies = [(block.partition(b"-----")[0], block.split(b"-----")[1]) for block in blocks]
    keys = [b64decode(body) for label, body in bodies if label == b"PRIVATE KEY"]
    return Found(public_of(keys[0]), tuple(b64decode(body) for label, body in bodies if label == b"CERTIFICATE"))


def _openssl(*arguments: str) -> bytes | None:
    done = subprocess.run(("openssl", *arguments), env=ENVIRONMENT, check=False, capture_output=True, timeout=60)
    return done.stdout if done.returncode == 0 else None


class JavaRun:
    """One run of Java over many files: what it finds in each, and the PKCS#12 files that it makes of Java's own."""

    def __init__(self, cells: Sequence[tuple[Container, Kind]], kinds: Sequence[Kind], folder: Path) -> None:
        """Write the files of all cells, and for each of the kinds a JKS; run Java; read what it says."""
        lines = []
        for number, (container, kind) in enumerate(cells):
            path = folder / f"{number}.p12"
            path.write_bytes(packed_in(container, kind))
            lines.append(f"{path}\t{container.password}")
        self._targets = {}
        for kind in kinds:
            (folder / f"{kind}.jks").write_bytes(java_store(kind))
            for legacy in ("", "true"):
                target = self._targets[kind, legacy] = folder / f"{kind} {legacy}.p12"
                lines.append(f"{folder / str(kind)}.jks\t{PASSWORD}\t{target}\t{legacy}")
        (folder / "list").write_text("\n".join(lines), "utf-8")
        command = ("java", *QUICK_START, str(PROGRAM), str(folder / "list"))
        said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout.splitlines()
        self.found = dict(zip(cells, map(_found, said), strict=False))

    def made(self, kind: Kind, legacy: str) -> bytes:
        """Return the PKCS#12 file that Java made of the JKS with a key."""
        return self._targets[kind, legacy].read_bytes()


def _found(line: str) -> Found | str:
    """Return what a line of Java's says; the name of the error if it is one."""
    key, _, leaf = line.partition(" ")
    return Found(public_of(b64decode(key)), (b64decode(leaf),)) if leaf else key


def java_store(kind: Kind) -> bytes:
    """Write a JKS with a key, its certificate and the issuer."""
    leaf, issuer, key = (
        pem(label, encoded).decode()
        for label, encoded in (("CERTIFICATE", kind.leaf), ("CERTIFICATE", CHAIN), ("PRIVATE KEY", kind.pkcs8))
    )
    return java.key_store(parts_of(Bundle(leaf, issuer, key, NOW + YEAR, "fingerprint")), PASSWORD, "shop", NOW)
