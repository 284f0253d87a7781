"""The vocabulary of the API for its clients: enumerations, limits and defaults, and a label of each value.

The command line and the page cannot import `certkeeper`, which is not installed where they run: `make generate` writes
these tables as `words.py` and `words.js` for them. Each value is defined elsewhere; a new one is a line in a table
here.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from certkeeper.adapters.ids import CANONICAL_ID
from certkeeper.domain import scopes
from certkeeper.domain.certificates import aliases, certificate, comparison, exports, key_types, names, revocations
from certkeeper.domain.dns import findings, solvers
from certkeeper.domain.dns.names import MAX_CHARACTERS, MAX_NAMES
from certkeeper.domain.events import EventType
from certkeeper.domain.notices import administrators, days, email_addresses
from certkeeper.domain.orders import actions, challenges, order
from certkeeper.domain.renewal import next_steps, plan
from certkeeper.domain.uploads import refusals, upload, verdicts
from certkeeper.entrypoints.http import body, parameters, problem

Value = str | int | tuple["Value", ...]

_SLUGS = [kind.type.removeprefix(problem.URN) for kind in problem.Kind] + list(problem.GATEWAY_SLUGS)
ProblemKind = StrEnum("ProblemKind", {slug.upper().replace("-", "_"): slug for slug in _SLUGS})  # type: ignore[misc]
ProblemKind.__doc__ = "The last part of a problem's type."

ENUMERATIONS: dict[str, type[StrEnum]] = {
    "ScopeKind": scopes.ScopeKind,
    "RecipientsState": administrators.RecipientsState,
    "KeyType": key_types.KeyType,
    "KeyChoice": key_types.KeyChoice,
    "ChallengeType": challenges.ChallengeType,
    "Solver": solvers.Solver,
    "Steps": order.Steps,
    "OrderStatus": order.OrderStatus,
    "OrderAction": actions.Action,
    "AuthorizationStatus": order.AuthorizationStatus,
    "FindingCode": findings.FindingCode,
    "VerificationOutcome": findings.VerificationOutcome,
    "Source": certificate.Source,
    "CertificateStatus": certificate.CertificateStatus,
    "RevocationReason": revocations.RevocationReason,
    "RenewalMode": plan.RenewalMode,
    "NextAction": next_steps.Action,
    "EventType": EventType,
    "UploadForm": upload.UploadForm,
    "UploadRefusal": refusals.Refusal,
    "Loss": comparison.Loss,
    "Trust": verdicts.Trust,
    "ExportFormat": exports.ExportFormat,
    "ExportPart": exports.ExportPart,
    "ExportRemark": exports.ExportRemark,
    "PasswordUse": exports.PasswordUse,
    "ProblemKind": ProblemKind,
}
"""Enumerations by their names in the clients."""

NEXT_ACTION_LABELS: Mapping[next_steps.Action, str] = {
    next_steps.Action.ISSUE: "Issue",
    next_steps.Action.RENEW: "Renewal",
    next_steps.Action.FINISH_RENEWAL: "Renewal runs",
    next_steps.Action.NOTIFY: "Notice",
    next_steps.Action.CHECK: "Check at the CA",
    next_steps.Action.SET_RECORD: "Set the record",
    next_steps.Action.UPLOAD_SUCCESSOR: "Upload a newer one",
    next_steps.Action.RENEW_BY_HAND: "Renew by hand",
    next_steps.Action.NONE: "Nothing",
}
"""What the page and the command line call that which happens next."""

TABLES: dict[str, Mapping[Any, str]] = {
    "SCOPE_KIND_HINTS": scopes.SCOPE_KIND_HINTS,
    "RECIPIENTS_LABELS": administrators.RECIPIENTS_LABELS,
    "KEY_TYPE_LABELS": key_types.KEY_TYPE_LABELS,
    "KEY_CHOICE_LABELS": key_types.KEY_CHOICE_LABELS,
    "CHALLENGE_NAMES": challenges.CHALLENGE_NAMES,
    "CHALLENGE_HINTS": challenges.CHALLENGE_HINTS,
    "SOLVER_HINTS": solvers.SOLVER_HINTS,
    "SOURCE_LABELS": certificate.SOURCE_LABELS,
    "CERTIFICATE_STATUS_LABELS": certificate.CERTIFICATE_STATUS_LABELS,
    "NEXT_ACTION_LABELS": NEXT_ACTION_LABELS,
    "REVOCATION_REASON_HINTS": revocations.REVOCATION_REASON_HINTS,
    "LOSS_LABELS": comparison.LOSS_LABELS,
    "EXPORT_FORMAT_LABELS": {one: kind.label for one, kind in exports.FORMATS.items()},
    "EXPORT_FORMAT_PASSWORDS": {one: kind.password for one, kind in exports.FORMATS.items()},
    "EXPORT_PART_LABELS": {one: kind.label for one, kind in exports.PARTS.items()},
    "EXPORT_PART_PASSWORDS": {one: kind.password for one, kind in exports.PARTS.items()},
    "EXPORT_REMARKS": exports.REMARKS,
    "EXPORT_ZIP_NAMES": exports.ZIP_NAMES,
}
"""A label or hint of each value, in the order in which a person is shown them."""

VALUES: dict[str, Value] = {
    "BUILT_IN_SCOPE": scopes.ALL_SCOPE,
    "DEFAULT_KEY_TYPE": key_types.DEFAULT_KEY_TYPE,
    "DEFAULT_STEPS": order.DEFAULT_STEPS,
    "DEFAULT_SOLVER": solvers.DEFAULT_SOLVER,
    "DEFAULT_NOTICE_DAYS": days.DEFAULT_NOTICE_DAYS,
    "DEFAULT_PAGE_ITEMS": parameters.DEFAULT_LIMIT,
    "MAX_PAGE_SIZE": parameters.MAX_PAGE_SIZE,
    "MAX_SCOPE_CHARACTERS": scopes.MAX_SCOPE_CHARACTERS,
    "MAX_NAMES": MAX_NAMES,
    "MAX_TEXT_CHARACTERS": MAX_CHARACTERS,
    "MAX_CERTIFICATE_NAME_CHARACTERS": names.MAX_NAME_CHARACTERS,
    "MAX_NOTICE_DAYS": days.MAX_NOTICE_DAYS,
    "MAX_THRESHOLDS": days.MAX_THRESHOLDS,
    "MAX_ADMINISTRATORS": email_addresses.MAX_ADMINISTRATORS,
    "MAX_VERSIONS": exports.MAX_VERSIONS,
    "FORMATS_WITH_ALIAS": tuple(one for one, kind in exports.FORMATS.items() if kind.with_alias),
    "PKCS12_FORMATS": exports.PKCS12_FORMATS,
    "MAX_ALIAS_CHARACTERS": aliases.MAX_ALIAS_CHARACTERS,
    "MIN_PASSWORD_CHARACTERS": exports.MIN_PASSWORD_CHARACTERS,
    "MAX_PASSWORD_CHARACTERS": exports.MAX_PASSWORD_CHARACTERS,
    "MAX_UPLOAD_FILES": upload.MAX_FILES,
    "MAX_UPLOAD_BYTES": body.MAX_UPLOAD_BYTES,
    "EXPIRING_DAYS": certificate.NOTICE.days,
    "ENDED_ORDER_STATUSES": tuple(status for status in order.OrderStatus if status in order.ENDED),
    "ACTIONS_OF_A_PERSON": next_steps.MANUAL_ACTIONS,
    "ID_PATTERN": CANONICAL_ID,
    "SCOPE_NAME_PATTERN": scopes.SCOPE_NAME,
    "IDEMPOTENCY_KEY_PATTERN": parameters.IDEMPOTENCY_KEY,
    "HTTP_CHALLENGE_PATH": challenges.HTTP_PATH,
    "PROBLEM_URN": problem.URN,
}
"""Limits, defaults and patterns, by their names in the clients."""
