"""A secret that is created without a value has no version.

AWS makes a version only of a value (CreateSecret: "If you don't specify one of SecretBinary or SecretString, ... the
secret doesn't contain a version"). Stock ministack makes an empty one and calls it AWSCURRENT, so that a secret which
never had a value cannot be told from one that has.
"""

from ministack.services import secretsmanager

from infra.local.emulator.rewriting import rewrite

CORRECTION = "valueless_secrets"

_NO_VERSION = {
    '"Versions": {\n            vid: {': (
        '"Versions": {} if secret_string is None and secret_binary is None else {\n            vid: {'
    ),
}


def install() -> None:
    """Leave the versions empty where there is no value."""
    rewrite(secretsmanager, "_store_new_secret", _NO_VERSION, CORRECTION)
