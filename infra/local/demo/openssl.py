"""Checks of the exported files by the `openssl` program, which is not Certkeeper's code."""

import subprocess
from pathlib import Path

from infra.local.demo.failure import DemoFailed


def require_openssl() -> None:
    """DemoFailed if there is no openssl, before anything is done in vain."""
    _openssl("version")


def verify_chain(fullchain: Path, root: Path, name: str) -> str:
    """Return what openssl prints when the chain in `fullchain` leads to the root and is for the name.

    Raises DemoFailed otherwise.
    """
    return _openssl(
        "verify", "-CAfile", str(root), "-untrusted", str(fullchain), "-verify_hostname", name, str(fullchain)
    )


def verify_key(fullchain: Path, private_key: Path) -> None:
    """Check that the private key is that of the first certificate in `fullchain`; raise DemoFailed if not."""
    certified = _openssl("x509", "-in", str(fullchain), "-noout", "-pubkey")
    held = _openssl("pkey", "-in", str(private_key), "-pubout")
    if certified != held:
        raise DemoFailed("the exported private key is not that of the exported certificate")


def _openssl(*arguments: str) -> str:
    try:
        done = subprocess.run(
            ["openssl", *arguments], capture_output=True, text=True, check=False, timeout=30, stdin=subprocess.DEVNULL
        )
    except FileNotFoundError:
        raise DemoFailed("the openssl program is not on PATH; install it to check the certificate") from None
    if done.returncode != 0:
        raise DemoFailed(f"openssl {arguments[0]}: {(done.stderr or done.stdout).strip()}")
    return done.stdout.strip()
