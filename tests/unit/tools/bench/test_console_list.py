"""`make bench` goes on where the page's list cannot be measured, and says so."""

import pytest

from infra.bootstrap.unavailable import Unavailable
from tools.bench import __main__ as bench
from tools.bench import console_list


def test_a_missing_chromium_is_said_plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the table's place, with what to do about it."""

    def missing() -> None:
        raise Unavailable("Chromium: not on PATH. Put it there.")

    monkeypatch.setattr(console_list, "chromium", missing)
    said = "The list with 10,000 certificates is not measured. Chromium: not on PATH. Put it there."
    assert console_list.console_list_table() == said


def test_the_list_is_a_table_of_the_benchmark(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Among the others."""
    for name in ("layers", "count_uploads", "count_dns_queries", "issuance_cost", "count_cold_starts"):
        monkeypatch.setattr(bench, name, lambda: None)
    for name in ("uploads_table", "dns_queries_table", "issuance_table", "cold_starts_table"):
        monkeypatch.setattr(bench, name, lambda *_: "")
    monkeypatch.setattr(bench, "sweep_cost_table", lambda: "")
    monkeypatch.setattr(bench, "console_list_table", lambda: "the list")
    assert bench.main() == 0
    assert "the list\n" in capsys.readouterr().out
