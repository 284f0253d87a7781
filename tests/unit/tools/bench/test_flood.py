"""What a flood of the responder costs: computed from the template, and the same in the documents."""

from __future__ import annotations

import pytest

from infra.bootstrap.environments import ROOT
from tools.bench.costs.flood import access_line_bytes, flood_of_a_month, flood_rows, flood_table
from tools.bench.costs.prices import Item

COSTS = ROOT / "docs" / "operate" / "costs.md"


def test_a_month_of_one_request_a_second() -> None:
    """2,592,000 calls, each with a read and a line of a kilobyte that is kept for three months."""
    usage = flood_of_a_month(1, 1000)
    assert usage[Item.API_CALLS] == usage[Item.READ_UNITS] == 2_592_000
    assert usage[Item.LOG_GB] == pytest.approx(2.592)
    assert usage.dollars()["API Gateway"] == pytest.approx(9.072)
    assert usage.dollars()["CloudWatch"] == pytest.approx(2.592 * (0.50 + 3 * 0.03))


def test_a_line_of_the_access_log_grows_with_the_path() -> None:
    """By a byte for each; what else is in it is a stranger's address, and nothing that the stranger writes."""
    assert access_line_bytes("x" * 1000) - access_line_bytes("x") == 999
    assert 200 < access_line_bytes() < 400


def test_together_is_the_sum() -> None:
    """Of the three services."""
    for _, (*services, together) in flood_rows():
        assert together == pytest.approx(sum(services))


def test_the_page_about_costs_has_this_table() -> None:
    """A throttle, an alarm or a price that changes changes the page."""
    rows = [line for line in flood_table().splitlines() if line.startswith("| ")]
    assert len(rows) == 4
    assert "\n".join(flood_table().splitlines()[2:]) in COSTS.read_text(encoding="utf-8")
