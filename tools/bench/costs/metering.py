"""Counts every call of AWS and what it is billed as, where botocore's operations pass."""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from botocore.client import BaseClient

from tests.integration.machine.aws.intercepted_calls import OPERATE
from tools.bench.costs.item_sizes import TRANSACTED, read_units, size, write_units
from tools.bench.costs.prices import Item
from tools.bench.costs.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tools.bench.costs.item_sizes import Row

KEYED = {"UpdateItem", "DeleteItem", "PutItem"}


class Meter:
    """`operations` by name, `usage` as it is billed. `items_read` are rows, of table and index.

    One call at a time: a sweep has several threads, which would lose counts to each other now and then.
    """

    def __init__(self, operate: Callable[[BaseClient, str, Any], Any]) -> None:
        self._operate = operate
        self.operations: Counter[str] = Counter()
        self.quantities: defaultdict[Item, float] = defaultdict(float)
        self.items_read = 0
        self._turn = Lock()

    @property
    def usage(self) -> Usage:
        """What has been used so far."""
        return Usage(self.quantities)

    def operation(self, client: BaseClient, name: str, given: Any) -> Any:  # noqa: ANN401 - botocore's own
        """Make the call of an operation with a client, count it, and return its answer.

        `name` is the operation's, and `given` are its parameters, as botocore passes them.
        """
        with self._turn:
            return self._counted(client, name, given)

    def _counted(self, client: BaseClient, name: str, given: Any) -> Any:  # noqa: ANN401
        service = client.meta.service_model.service_name
        self.operations[f"{service}: {name}"] += 1
        if service == "secretsmanager":
            self.quantities[Item.SECRET_CALLS] += 1
        if service == "events":
            self.quantities[Item.EVENTS] += len(given["Entries"])
        if service != "dynamodb":
            return self._operate(client, name, given)
        writes = list(_writes(name, given))
        before = [self._row(client, table, key) for table, key in writes]
        answer = self._operate(client, name, given)
        after = [self._row(client, table, key) for table, key in writes]
        times = TRANSACTED if name == "TransactWriteItems" else 1
        self.quantities[Item.WRITE_UNITS] += times * sum(map(write_units, before, after))
        self._count_reads(name, given, answer)
        return answer

    def _count_reads(self, name: str, given: Mapping[str, Any], answer: Mapping[str, Any]) -> None:
        consistent = given.get("ConsistentRead", False)
        if name == "GetItem":
            self.items_read += 1
            self.quantities[Item.READ_UNITS] += read_units(size(answer.get("Item", {})), consistent=consistent)
        elif name in {"Query", "Scan"}:
            self.items_read += answer["ScannedCount"]
            self.quantities[Item.READ_UNITS] += read_units(sum(map(size, answer["Items"])), consistent=consistent)

    def _row(self, client: BaseClient, table: str, key: Row) -> Row | None:
        """Return the row as it is now; this read is not counted."""
        answer = self._operate(client, "GetItem", {"TableName": table, "Key": key, "ConsistentRead": True})
        row: Row | None = answer.get("Item")
        return row


@contextmanager
def metering() -> Iterator[Meter]:
    """Yield a meter that counts every call of AWS inside the block."""
    with pytest.MonkeyPatch.context() as patch:
        meter = Meter(getattr(BaseClient, OPERATE))

        def watched(client: BaseClient, name: str, given: Any) -> Any:  # noqa: ANN401 - botocore's own
            return meter.operation(client, name, given)

        patch.setattr(BaseClient, OPERATE, watched)
        yield meter


def _writes(name: str, given: Mapping[str, Any]) -> Iterator[tuple[str, Row]]:
    """Table and key of every row that an operation writes; a condition alone is billed as a write is."""
    if name in KEYED:
        yield given["TableName"], _key(given)
    elif name == "TransactWriteItems":
        for item in given["TransactItems"]:
            (each,) = item.values()
            yield each["TableName"], _key(each)
    elif name == "BatchWriteItem":
        for table, requests in given["RequestItems"].items():
            for request in requests:
                (each,) = request.values()
                yield table, _key(each)


def _key(given: Mapping[str, Any]) -> Row:
    return given["Key"] if "Key" in given else {name: given["Item"][name] for name in ("pk", "sk")}
