"""The names of an order in A-labels, each once, or every reason why they cannot be ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.dns.names import count_violation, is_ip_address, name_violation
from certkeeper.domain.errors import RefusedError
from certkeeper.domain.violations import Violation

if TYPE_CHECKING:
    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.names import NameRules
    from certkeeper.services.orders.place_order import OrderRequest


def ordered_names(request: OrderRequest, scope: Scope, rules: NameRules) -> tuple[str, ...]:
    """The names in the given sequence, without repeats. Raises RefusedError with one violation for each bad name."""
    if violation := count_violation(request.names):
        raise RefusedError([violation])
    names: dict[str, None] = {}
    violations: list[Violation] = []
    for position, text in enumerate(request.names):
        pointer = f"/names/{position}"
        found = _a_labels(text, pointer, rules)
        if isinstance(found, str):
            refused = name_violation(
                found,
                pointer,
                challenge=request.challenge,
                scope=scope,
                is_public_suffix=rules.is_public_suffix,
            )
            names[found] = None
        else:
            refused = found
        if refused:
            violations.append(refused)
    if violations:
        raise RefusedError(violations)
    return tuple(names)


def _a_labels(text: str, pointer: str, rules: NameRules) -> str | Violation:
    """IDNA refuses addresses and underscores too, but with a reason that helps nobody: those go on to the checks."""
    try:
        return rules.to_a_labels(text)
    except ValueError:
        if text.isascii() and (is_ip_address(text) or "_" in text):
            return text.lower()
        return Violation(pointer, "idna", "this is not a domain name that IDNA 2008 allows (RFC 5891)")
