"""What SET says: parameters to change, as `Name=value` with blanks between them."""

import shlex
from pathlib import Path

from infra.deploy.refusal import DeploymentRefused
from infra.deploy.values import read_value

EXAMPLE = """make deploy SET="AdministratorEmails=ops@example.com NoticeDays='30, 14'" """.strip()


def read_changes(text: str, folder: Path) -> dict[str, str]:
    """Return the wanted values by name, of the text of SET.

    Quotes hold a value with blanks together, and `Name=@file` is the content of a file below `folder`. Raises
    DeploymentRefused for what is not of this form, for a name that comes twice, and for what `read_value` refuses.
    """
    try:
        words = shlex.split(text)
    except ValueError:
        raise DeploymentRefused(f"A quote in SET is not closed. Write it like this: {EXAMPLE}") from None
    changes: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise DeploymentRefused(f"SET has a word that is not Name=value: {word!r}. Write it like this: {EXAMPLE}")
        if name in changes:
            raise DeploymentRefused(f"SET names {name} twice. Leave one of the two out.")
        changes[name] = read_value(name, value, folder)
    return changes
