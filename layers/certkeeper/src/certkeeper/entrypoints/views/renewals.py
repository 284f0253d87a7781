"""How a certificate goes on, as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.domain.renewal.checks import attempt, renewal_mode
from certkeeper.domain.renewal.next_steps import next_action
from certkeeper.entrypoints.views.moments import moment

if TYPE_CHECKING:
    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.entrypoints.contract import renewals as documents


def renewal_view(certificate: Certificate) -> documents.Renewal:
    """Where the renewal stands. `next_attempt_at` is null while an order runs, and where none will come by itself."""
    state = certificate.state
    following = attempt(certificate)
    failure, window = state.last_failure, state.window
    return {
        "mode": renewal_mode(certificate),
        "order_id": state.order_id or None,
        "failures": state.failures,
        "last_failure": None if failure is None else {"code": failure.code, "detail": failure.detail},
        "next_attempt_at": moment(following.at) if following else None,
        "window": None
        if window is None
        else {
            "start": moment(window.start),
            "end": moment(window.end),
            "explanation_url": window.explanation_url or None,
        },
    }


def next_action_view(certificate: Certificate, policy: NoticePolicy) -> documents.NextAction:
    """What comes next. `at` is null where it is not for the clock to say."""
    following = next_action(certificate, policy)
    return {"action": following.action, "at": moment(following.at), "why": following.why}
