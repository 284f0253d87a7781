"""What is known of administrators, in DynamoDB: a row for each address, and one for the last check (ADR 100)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from certkeeper.adapters.aws.errors import translated
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.columns import (
    MOMENT,
    NUMBER,
    REQUIRED_MOMENT,
    REQUIRED_TEXT,
    Columns,
    enum_column,
)
from certkeeper.adapters.dynamodb.rows.expressions import NEW, delete, put, when
from certkeeper.adapters.dynamodb.rows.table import ConditionsFailedError, Table
from certkeeper.domain.notices.administrators import Administrator, AdministratorState, SubscriptionCheck

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb import DynamoDBClient

    from certkeeper.adapters.dynamodb.rows.expressions import Condition


class EndedCheck(NamedTuple):
    """The row of the last check: when it ended, and how many subscriptions nobody named."""

    checked_at: datetime
    others: int


ADMINISTRATOR = Columns(
    Administrator,
    {
        "address": REQUIRED_TEXT,
        "state": enum_column(AdministratorState, AdministratorState.UNANSWERED, always=True),
        "invitations": NUMBER,
        "invited_at": MOMENT,
        "confirmed_at": MOMENT,
        "lost_at": MOMENT,
        "revision": NUMBER,
    },
)
CHECK = Columns(EndedCheck, {"checked_at": REQUIRED_MOMENT, "others": NUMBER})


class DynamoAdministrators:
    """What is known of administrators; fulfils `ports.notices.Administrators`."""

    def __init__(self, table: str, client: DynamoDBClient) -> None:
        self._table = Table(table, client)

    @translated
    def read(self) -> SubscriptionCheck:
        """Return the last check with all administrators by address (Query of one partition, consistent)."""
        check: EndedCheck | None = None
        administrators = {}
        last = keys.subscription_check().sort
        for row in self._table.partition(keys.ADMINISTRATORS):
            if row["sk"]["S"] == last:
                check = CHECK.read(row)
            else:
                administrator = ADMINISTRATOR.read(row)
                administrators[administrator.address] = administrator
        checked_at, others = check or (None, 0)
        return SubscriptionCheck(checked_at, others, administrators)

    @translated
    def save(self, administrator: Administrator) -> Administrator | None:
        """Store an administrator under its revision, and return it with the next one; None if it has another now."""
        following = replace(administrator, revision=administrator.revision + 1)
        write = put(keys.administrator(administrator.address), ADMINISTRATOR.row(following), _unchanged(administrator))
        try:
            self._table.write(write)
        except ConditionsFailedError:
            return None
        return following

    @translated
    def forget(self, administrator: Administrator) -> None:
        """Delete the row of an administrator; nothing happens if it has another revision now."""
        try:
            self._table.write(delete(keys.administrator(administrator.address), _unchanged(administrator)))
        except ConditionsFailedError:
            return

    @translated
    def note_check(self, now: datetime, others: int) -> None:
        """Store that a check ended at `now`, and `others`, the number of subscriptions that nobody named (PutItem)."""
        self._table.write(put(keys.subscription_check(), CHECK.row(EndedCheck(now, others))))


def _unchanged(administrator: Administrator) -> Condition:
    """Return the condition that nobody has written the row since it was read; revision 0 is of one not stored yet."""
    if not administrator.revision:
        return NEW
    return when("revision = :revision", revision=NUMBER.write(administrator.revision))
