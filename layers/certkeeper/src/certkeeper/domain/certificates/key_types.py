"""The kinds of private keys that a certificate may have."""

from enum import StrEnum


class KeyType(StrEnum):
    """What Let's Encrypt signs: https://letsencrypt.org/docs/integration-guide/ (supported key algorithms)."""

    P_256 = "P-256"
    P_384 = "P-384"
    RSA_2048 = "RSA-2048"
    RSA_3072 = "RSA-3072"
    RSA_4096 = "RSA-4096"


DEFAULT_KEY_TYPE = KeyType.P_256
