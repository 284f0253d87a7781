"""The kinds of private keys that a certificate may have."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class KeyType(StrEnum):
    """The kinds of keys that Let's Encrypt supports (https://letsencrypt.org/docs/integration-guide/)."""

    P_256 = "P-256"
    P_384 = "P-384"
    RSA_2048 = "RSA-2048"
    RSA_3072 = "RSA-3072"
    RSA_4096 = "RSA-4096"


DEFAULT_KEY_TYPE = KeyType.P_256

KEY_TYPE_LABELS: Mapping[KeyType, str] = {
    KeyType.P_256: "P-256 (elliptic curve, fast; all current clients support it)",
    KeyType.P_384: "P-384 (elliptic curve)",
    KeyType.RSA_2048: "RSA 2048 (for very old clients)",
    KeyType.RSA_3072: "RSA 3072",
    KeyType.RSA_4096: "RSA 4096",
}
"""What a person reads in a list of key types."""


class KeyChoice(StrEnum):
    """The private key of a renewal. NEW: a new one. SAME: the one of the current version."""

    NEW = "new"
    SAME = "same"


KEY_CHOICE_LABELS: Mapping[KeyChoice, str] = {KeyChoice.NEW: "a new one", KeyChoice.SAME: "the same again"}
"""What a person reads in a list of key choices."""
