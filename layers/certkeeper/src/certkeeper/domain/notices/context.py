"""The stack, event, certificate and order that a notice is about, and the parts of its text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from shlex import quote
from typing import TYPE_CHECKING

from certkeeper.domain.certificates.certificate import Source
from certkeeper.domain.clock import from_text
from certkeeper.domain.printable import shown
from certkeeper.domain.scopes import BUILT_IN

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.domain.certificates.certificate import Certificate
    from certkeeper.domain.events import Event
    from certkeeper.domain.notices.policy import NoticePolicy
    from certkeeper.domain.orders.order import Order
    from certkeeper.domain.scopes import Scope

MAX_DETAIL_CHARACTERS = 500
"""The most characters of a detail; a CA's sentence may be long, and its beginning counts."""
MAX_ARGUMENT_CHARACTERS = 64
"""The longest name that a command shows; for longer ones it has the id, of 36 characters."""
DEFAULT_STACK = "certkeeper"
"""The stack that a command of the command line means if it names none."""


@dataclass(frozen=True, slots=True)
class Stack:
    """A stack of CloudFormation: its ARN as `stack_id`, and the parts of that which people know it by."""

    stack_id: str
    name: str
    region: str
    account_id: str


def stack_of(stack_id: str) -> Stack:
    """Return the stack of an ARN, arn:aws:cloudformation:REGION:ACCOUNT:stack/NAME/ID. Raises ValueError for others."""
    _, _, _, region, account_id, resource = stack_id.split(":")
    _, name, _ = resource.split("/")
    return Stack(stack_id, name, region, account_id)


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """Everything from which a notice is written.

    `event` is what happened, in which `stack`, and `policy` says which notices the certificate gets. `certificate` and
    `order` are as they are stored now: None where they are gone, or where the event is not about one. `scope` is that
    of the certificate as it is stored now.
    """

    event: Event
    stack: Stack
    policy: NoticePolicy
    certificate: Certificate | None = None
    order: Order | None = None
    scope: Scope = BUILT_IN

    def detail(self, name: str) -> str:
        """Return the event's detail of this name, as it was sent; empty where the event has none."""
        return dict(self.event.detail).get(name, "")

    def shown_detail(self, name: str) -> str:
        """Return the event's detail of this name, made safe to show, of at most 500 characters; empty for none."""
        return shown(self.detail(name), MAX_DETAIL_CHARACTERS)

    def moment(self, name: str) -> datetime:
        """Return the event's detail of this name as a moment. Raises ValueError where it is none."""
        return from_text(self.detail(name))

    @property
    def version(self) -> int:
        """The version that the event is about; 0 where it is about none."""
        text = self.detail("version")
        return int(text) if text.isascii() and text.isdigit() else 0

    @property
    def name(self) -> str:
        """The certificate's name at the time of the event, to be shown. It may have been renamed since."""
        return self.shown_detail("name")

    @property
    def path(self) -> str:
        """The certificate's path in the API."""
        return f"/scopes/{self.event.scope}/certificates/{self.event.certificate_id}"

    def command(self, verb: str, options: str = "") -> str:
        """Return the command that does `verb` to the certificate, with these `options`, ready to be typed."""
        return f"certkeeper {verb} {self._argument} {self._place}{f' {options}' if options else ''}"

    @property
    def upload_command(self) -> str:
        """The command that uploads a new version of the certificate."""
        return f"certkeeper upload --to {self._argument} {self._place} --pfx FILE"

    @property
    def order_command(self) -> str:
        """The command that shows the order that the event is about."""
        return f"certkeeper orders {self.event.order_id} {self._place}"

    @property
    def _place(self) -> str:
        """The options that name the scope, and the stack where a command without it would call another one."""
        stack = "" if self.stack.name == DEFAULT_STACK else f" --stack {self.stack.name}"
        return f"--scope {self.event.scope}{stack}"

    @property
    def _argument(self) -> str:
        """The certificate's name as a shell takes it; its id where the name cannot be typed, or cannot be shown."""
        name = self.detail("name")
        is_plain = name and len(name) <= MAX_ARGUMENT_CHARACTERS and name == shown(name) and "'" not in name
        return quote(name) if is_plain and not name.startswith("-") else self.event.certificate_id

    @property
    def is_uploaded(self) -> bool:
        """Whether the current version was uploaded, so that only a person can replace it."""
        return self.certificate is not None and self.certificate.source is Source.UPLOADED

    @property
    def replaced_by(self) -> int | None:
        """The number of the version that has replaced the one that the event is about; None where none has."""
        if self.certificate is None or not self.version or self.certificate.version == self.version:
            return None
        return self.certificate.version


class Severity(StrEnum):
    """INFO: nothing is wrong. WARNING: something will fail unless somebody acts.

    CRITICAL: it fails within days or now.
    """

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class NoticeContent:
    """The text of a notice in parts: what happened, why, and what to do."""

    title: str
    """What the subject ends with: ASCII, at most 21 characters, and nothing that comes from outside."""
    severity: Severity
    """How urgent it is."""
    what: str
    """What happened."""
    why: str
    """The reason."""
    todo: str
    """What to do; "Nothing" where nobody has to act."""
    command: str = ""
    """The command that does it, ready to be typed; empty for none."""
    request: str = ""
    """The request to the API that does it, as method and path; empty for none."""


def time_left(left: timedelta) -> str:
    """Return the time that is left as text.

    In whole days from a day and a half on, because thresholds are set in days and a sweep runs up to an hour after one;
    in hours below that.
    """
    day, hour = timedelta(days=1), timedelta(hours=1)
    if left >= 1.5 * day:
        return f"{round(left / day)} days"
    hours = round(left / hour)
    return f"{hours} hours" if hours > 1 else "an hour" if hours == 1 else "a moment"
