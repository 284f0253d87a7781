"""What a sweep computes for each certificate that is due: Certkeeper's code and botocore's, with instant answers.

Only what DynamoDB would answer is made up; rows are a real issuance's. The CA's answer is not fetched: neither is TLS
in it.
"""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.renewals import MAX_PAGE_ROWS
from functions.events.sweep_certificates import app
from tests.environment import environment
from tools.bench.costs.phases import Context
from tools.bench.sweeps.reads import FixedRenewalInfos
from tools.bench.sweeps.table import certificate_rows, event, is_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tools.bench.costs.item_sizes import Row

DUE = 2_000
BEFORE_SEND = "before-send.dynamodb"
NOTHING = b'{"Items": [], "Count": 0, "ScannedCount": 0}'
CREDENTIALS = {"AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}


def sweep_cpu_seconds(rows: Sequence[Row]) -> float:
    """Return the seconds of this processor for one due certificate whose renewal window is asked for.

    `rows` are those of one certificate. One that is renewed takes more.
    """
    (original,) = filter(is_certificate, rows)
    now = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=1)
    due = [row for row in certificate_rows(original, DUE, DUE, now) if "due_at" in row]
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (CREDENTIALS | environment()).items():
            patch.setenv(name, value)
        patch.setattr(app, "renewal_infos", lambda: FixedRenewalInfos(now))
        answers = _Answers(due)
        events = client("dynamodb").meta.events
        events.register(BEFORE_SEND, answers)
        try:
            started = time.process_time()
            app.handler(event(now), Context())
            used = time.process_time() - started
        finally:
            events.unregister(BEFORE_SEND, answers)
        assert len(answers.updates) == len(due), "the sweep has not checked all"
        return used / len(due)


class _Answers:
    """Shard by shard and page by page what is due; anything that is written is written."""

    def __init__(self, due: Sequence[Row]) -> None:
        self.updates: list[str] = []
        self._pages: dict[str, Iterator[bytes]] = {}
        for shard in {row["due_shard"]["S"] for row in due}:
            rows = [row for row in due if row["due_shard"]["S"] == shard]
            self._pages[shard] = iter([_page(rows, place) for place in range(0, len(rows), MAX_PAGE_ROWS)])

    def __call__(self, request: AWSPreparedRequest, **_: object) -> Any:  # noqa: ANN401 - the stubs say None
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        body = b"{}"
        if operation == "Query":
            assert isinstance(request.body, bytes)
            values = json.loads(request.body)["ExpressionAttributeValues"].values()
            pages = (self._pages[value["S"]] for value in values if value.get("S") in self._pages)
            body = next(next(pages, iter(())), NOTHING)
        elif operation == "UpdateItem":
            self.updates.append(request.url)  # a list, for the workers count side by side
        return AWSResponse(request.url, 200, HTTPHeaders(), _Body(body))


class _Body(BytesIO):
    """What botocore reads an answer from."""

    def stream(self) -> Iterator[bytes]:
        """All of it."""
        yield self.read()


def _page(rows: Sequence[Row], place: int) -> bytes:
    page = list(rows[place : place + MAX_PAGE_ROWS])
    answer: dict[str, Any] = {"Items": page, "Count": len(page), "ScannedCount": len(page)}
    if place + MAX_PAGE_ROWS < len(rows):
        answer["LastEvaluatedKey"] = {name: page[-1][name] for name in ("pk", "sk", "due_shard", "due_at")}
    return json.dumps(answer).encode()
