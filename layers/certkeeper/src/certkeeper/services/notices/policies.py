"""The notice policies of certificates, with each scope read once in a sweep."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certkeeper.domain.errors import NotFoundError
from certkeeper.domain.notices.policy import notice_policy
from certkeeper.domain.scopes import Scope, ScopeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.ports.scopes import Scopes


@dataclass(slots=True)
class NoticePolicies:
    """The notice policies of certificates; `stack_days` count where neither a certificate nor its scope has days."""

    scopes: Scopes
    stack_days: Sequence[int]
    _scopes_read: dict[str, Scope] = field(default_factory=dict)

    def of(self, certificate: Certificate) -> NoticePolicy:
        """Return the policy of a certificate. A scope without a row has no settings."""
        return notice_policy(certificate.settings, self.scope_of(certificate), self.stack_days)

    def scope_of(self, certificate: Certificate) -> Scope:
        """Return the scope of a certificate. One without a row leaves no name outside."""
        if certificate.scope not in self._scopes_read:
            self._scopes_read[certificate.scope] = self._read(certificate.scope)
        return self._scopes_read[certificate.scope]

    def _read(self, name: str) -> Scope:
        try:
            return self.scopes.get(name)
        except NotFoundError:
            return Scope(name, ScopeKind.ALL, "")
