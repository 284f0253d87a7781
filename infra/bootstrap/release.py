"""Pebble from the project's own release, pinned by version and digest (ADR 9)."""

import hashlib
import io
import platform
import shutil
import tarfile
import urllib.error
import urllib.request
from pathlib import Path

from infra.bootstrap.unavailable import Unavailable

ADDRESS = "https://github.com/letsencrypt/pebble/releases/download/v2.8.0/{name}.tar.gz"

# SHA-256 of the release's archives. They could not be fetched where this was written: these are the values that several
# unrelated public projects pin for the same files (F5's nginx-acme all four, three more linux-amd64 and darwin-arm64).
DIGESTS = {
    "darwin-amd64": "9b9625651f8ce47706235179503fec149f8f38bce2b2554efe8c0f2a021f877c",
    "darwin-arm64": "39e07d63dc776521f2ffe0584e5f4f081c984ac02742c882b430891d89f0c866",
    "linux-amd64": "34595d915bbc2fc827affb3f58593034824df57e95353b031c8d5185724485ce",
    "linux-arm64": "0e70f2537353f61cbf06aa54740bf7f7bb5f963ba00e909f23af5f85bc13fd1a",
}

ARCHITECTURES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}

TIMEOUT_SECONDS = 30


def download(target: Path) -> None:
    """Fetch the release's archive, check its SHA-256 digest, and put its binary at `target`.

    Raises Unavailable where there is no release for this machine, where it cannot be fetched, and for another digest.
    """
    system, architecture = platform.system().lower(), ARCHITECTURES.get(platform.machine().lower(), "unknown")
    name = f"pebble-{system}-{architecture}"
    digest = DIGESTS.get(f"{system}-{architecture}")
    if digest is None:
        raise Unavailable(f"Pebble's release: none for {system} on {platform.machine()}")
    address = ADDRESS.format(name=name)
    try:
        with urllib.request.urlopen(address, timeout=TIMEOUT_SECONDS) as answer:
            archive = answer.read()
    except (urllib.error.URLError, TimeoutError) as failure:
        raise Unavailable(f"Pebble's release: {address}: {failure}") from failure
    if hashlib.sha256(archive).hexdigest() != digest:
        raise Unavailable(f"Pebble's release: {address} is not the file that was pinned")
    with tarfile.open(fileobj=io.BytesIO(archive)) as members:
        binary = members.extractfile(f"{name}/{system}/{architecture}/pebble")
        if binary is None:
            raise Unavailable(f"Pebble's release: {address} holds no binary")
        with binary, target.open("wb") as file:
            shutil.copyfileobj(binary, file)
    target.chmod(0o755)
