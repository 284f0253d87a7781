"""What a scope may be: its name, its domain, who sets its records, and who gets its notices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certkeeper.domain.dns.names import NOT_A_NAME, name_violation
from certkeeper.domain.dns.solver_choices import delegated_length_violations, solver_violation
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.errors import RefusedError, Violation
from certkeeper.domain.notices.administrators import interests
from certkeeper.domain.notices.days import notice_days_violations
from certkeeper.domain.notices.email_addresses import address_violations
from certkeeper.domain.scopes import BUILT_IN
from certkeeper.services.notices.subscribe_administrators import MAX_SCOPES, invite_administrators

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from certkeeper.domain.scopes import Scope
    from certkeeper.ports.names import NameRules
    from certkeeper.ports.notices import Subscriptions
    from certkeeper.ports.scopes import Scopes
    from certkeeper.services.batches import OnFailure

_WILDCARD = Violation(
    "/domain",
    "wildcard_scope",
    "give the domain without `*.`; wildcards are named in the orders of the scope",
)


@dataclass(frozen=True, slots=True)
class ScopeChecks:
    """All that checking a scope, and asking its new administrators, needs.

    `delegation_zone` and `stack_administrators` are the stack's. `on_failure` is called for each administrator who
    could not be asked, and for each scope that cannot be read.
    """

    scopes: Scopes
    subscriptions: Subscriptions
    rules: NameRules
    delegation_zone: str
    stack_administrators: Collection[str]
    on_failure: OnFailure

    def domain(self, text: str) -> str:
        """Return the domain of a scope, a text, in A-labels. Raises RefusedError.

        It is checked like a name that is ordered: no wildcard, public suffix or address.
        """
        try:
            labels = self.rules.to_a_labels(text)
        except ValueError:
            raise RefusedError([Violation("/domain", "idna", NOT_A_NAME)]) from None
        if labels.startswith("*."):
            raise RefusedError([_WILDCARD])
        suffixes = self.rules.is_public_suffix
        if refused := name_violation(labels, "/domain", challenge=None, scope=BUILT_IN, is_public_suffix=suffixes):
            raise RefusedError([refused])
        return labels

    def check(self, before: Scope | None, after: Scope) -> None:
        """Check a scope as it shall be, `after`, against the stack and the other scopes. Raises RefusedError.

        Only what differs from `before`, None for a new one, is checked: what is stored already is not refused now.
        """
        violations: list[Violation] = []
        if before is None or (before.solver, before.domain) != (after.solver, after.domain):
            violations += self._solver_violations(after)
        of_others = before is None or before.administrators != after.administrators
        if of_others:
            violations += address_violations(after.administrators, "/administrators")
        if after.notice_days and (before is None or before.notice_days != after.notice_days):
            violations += notice_days_violations(after.notice_days, "/notice_days")
        if of_others and not violations:
            violations += self._scope_count_violations(after)
        if violations:
            raise RefusedError(violations)

    def invite(self, scope: Scope) -> None:
        """Ask those administrators of a stored scope who are not subscribed. Raises ConflictError."""
        invite_administrators(scope, scopes=self.scopes, subscriptions=self.subscriptions, on_failure=self.on_failure)

    def _solver_violations(self, scope: Scope) -> Iterator[Violation]:
        if violation := solver_violation(scope.solver, None, delegation_zone=self.delegation_zone):
            yield violation
        elif scope.solver is Solver.DELEGATED and delegated_length_violations([scope.domain], self.delegation_zone):
            detail = "its record in the delegation zone would be too long; choose another solver"
            yield Violation("/domain", "too_long_to_delegate", detail)

    def _scope_count_violations(self, scope: Scope) -> Iterator[Violation]:
        """Yield a violation for each address with too many scopes.

        SNS selects notices by the scopes, and a filter policy takes `MAX_SCOPES` of them.
        """
        readable = self.scopes.readable(self.on_failure) if scope.administrators else ()
        wanted = interests(readable, self.stack_administrators)
        for position, address in enumerate(scope.administrators):
            interest = wanted.get(address)
            if interest and interest.scopes and len(interest.scopes - {scope.name}) >= MAX_SCOPES:
                detail = (
                    f"this address has {MAX_SCOPES} scopes, the most; add it to the stack's parameter "
                    "AdministratorEmails"
                )
                yield Violation(f"/administrators/{position}", "too_many_scopes", detail)
