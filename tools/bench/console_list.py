"""`python -m tools.bench.console_list`: the page's list with 10,000 certificates, on the deployed template.

Counts what the page asks of the API, and measures what a person waits for and for how long the page cannot answer a key
(the longest task of the browser's main thread). The emulator is one process of Python: its times are no times of AWS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.rows.certificates import certificate_row
from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts, Source
from certkeeper.domain.clock import utc_now
from certkeeper_cli.api.client import Api
from infra.bootstrap.chromium import chromium
from infra.bootstrap.unavailable import Unavailable
from infra.local.administrator import administrator_role
from infra.local.aws import Cloud
from infra.local.caller import assume
from infra.local.processes.emulator_process import REGION
from infra.local.world import World
from tests.e2e.order_journey import SCOPE, ensure_scope
from tests.fakes.ids import CountingIds
from tests.integration.console.browser import Guest, let_in, new_context, open_browser, running_console

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef, WriteRequestUnionTypeDef

CERTIFICATES = 10_000
BATCH = 25
"""The most that DynamoDB's BatchWriteItem takes."""
SEARCHES = (
    ("search, found among the new", "host-05", "host-05999"),
    ("search, found among the old", "host-00007", "host-00007"),
    ("search, found nowhere", "nowhere", "No certificate is like that"),
)
"""What, the text, and what the list shows then."""
WATCH = """() => {
  window.longest = 0;
  new PerformanceObserver((list) => {
    for (const one of list.getEntries()) window.longest = Math.max(window.longest, one.duration);
  }).observe({ type: "longtask" });
}"""


def write_rows(cloud: Cloud, table: str) -> None:
    """Write CERTIFICATES rows of uploaded certificates into the table, the oldest first.

    `cloud` is where the table is.
    """
    dynamodb = cloud.session.client("dynamodb", endpoint_url=cloud.endpoint)
    rows = list(_rows())
    for start in range(0, CERTIFICATES, BATCH):
        batch: list[WriteRequestUnionTypeDef] = [{"PutRequest": {"Item": row}} for row in rows[start : start + BATCH]]
        dynamodb.batch_write_item(RequestItems={table: batch})


def _rows() -> Iterator[dict[str, AttributeValueTypeDef]]:
    now, new_id = utc_now(), CountingIds()
    facts = CertificateFacts(
        serial="1",
        subject="CN=x",
        common_name="x",
        issuer="CN=Some CA",
        names=(),
        key_algorithm="EC P-256",
        key_bits=256,
        signature_algorithm="ecdsa-with-SHA256",
        x509_version=3,
        not_before=now - timedelta(days=30),
        not_after=now,
        sha256="0" * 64,
        sha1="0" * 40,
    )
    for number in range(CERTIFICATES):
        names = (f"host-{number:05}.example.test",)
        end = now + timedelta(days=1 + number % 364)
        one = Certificate(
            certificate_id=new_id(),
            scope=SCOPE,
            name=names[0],
            source=Source.UPLOADED,
            names=names,
            created_at=now,
            version=1,
            facts=replace(facts, names=names, not_after=end),
        )
        yield {**keys.certificate(SCOPE, one.certificate_id).attributes(), **certificate_row(one)}


def measure_search(guest: Guest, what: str, text: str, found: str) -> tuple[str, int, float, float]:
    """Type a text into the search, wait until the list shows what is to be found, and return a line of the table.

    It has `what` was done, the number of requests, the seconds, and the longest task in milliseconds. `guest` is the
    page.
    """
    asked: list[str] = []
    guest.page.on("request", lambda request: asked.append(request.url) if "/certificates?" in request.url else None)
    guest.page.evaluate("window.longest = 0")
    started = time.perf_counter()
    guest.page.get_by_role("searchbox").press_sequentially(text, delay=30)
    guest.page.locator("#list").get_by_text(found).first.wait_for()
    guest.settle()
    return what, len(asked), time.perf_counter() - started, float(guest.page.evaluate("window.longest"))


def measure_first_page(guest: Guest) -> tuple[str, int, float, float]:
    """Choose the scope on the page of `guest`, wait until the newest certificate is there, and return a table line."""
    asked: list[str] = []
    guest.page.on("request", lambda request: asked.append(request.url) if "/certificates?" in request.url else None)
    guest.page.evaluate(WATCH)
    started = time.perf_counter()
    guest.page.get_by_label("Scope", exact=True).select_option(SCOPE)
    guest.settle()
    guest.page.locator("#list").get_by_text(f"host-{CERTIFICATES - 1:05}").first.wait_for()
    return "first page", len(asked), time.perf_counter() - started, float(guest.page.evaluate("window.longest"))


def table(waits: list[tuple[str, int, float, float]]) -> str:
    """Return the measured waits as a table of text."""
    lines = [
        f"The list with {CERTIFICATES:,} certificates (0 ms: no task of 50 ms or more, which browsers report)",
        f"{'':<30}{'requests':>10}{'seconds':>10}{'longest task, ms':>20}",
    ]
    return "\n".join(
        [*lines, *(f"{what:<30}{asked:>10}{took:>10.1f}{task:>20.0f}" for what, asked, took, task in waits)]
    )


def console_list_table() -> str:
    """Measure the list and return the table, or a line that says why it cannot be measured."""
    try:
        chromium()
    except Unavailable as reason:
        return f"The list with {CERTIFICATES:,} certificates is not measured. {reason}"
    return table(_waits())


def _waits() -> list[tuple[str, int, float, float]]:
    """What a person waits for, with everything deployed."""
    with World() as world, open_browser() as browser:
        deployed = world.deploy()
        caller = assume(world.cloud, administrator_role(world.cloud, deployed), deployed.api_url)
        ensure_scope(caller)
        write_rows(world.cloud, deployed.outputs["TableName"])
        with running_console(Api(deployed.api_url, REGION, caller.credentials)) as server:
            guest = let_in(new_context(browser), server)
            guest.go("/scopes")
            waits = [measure_first_page(guest)]
            for what, text, found in SEARCHES:
                guest.page.get_by_role("searchbox").fill("")
                guest.page.wait_for_timeout(400)
                guest.settle()
                waits.append(measure_search(guest, what, text, found))
    return waits


def main() -> int:
    """Print the table and return the exit status 0."""
    sys.stdout.write(console_list_table() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
