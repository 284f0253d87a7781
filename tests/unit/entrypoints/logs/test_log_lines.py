"""No line of the log is longer than CloudWatch takes as one event, whatever it is about; each is one JSON object."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NoReturn

from hypothesis import given
from hypothesis import strategies as st

from certkeeper.entrypoints.log import (
    ITEMS_PER_LINE,
    KEPT,
    MAX_ITEMS,
    MAX_LINE_BYTES,
    as_line,
    log,
    log_failed_item,
)
from certkeeper.entrypoints.metrics import Metric
from certkeeper.entrypoints.schedule import on_schedule
from certkeeper.entrypoints.unexpected import FIRST_FRAMES, LAST_FRAMES, error_fields
from certkeeper.ports.renewals import UnreadableRow
from certkeeper.services.batches import attempt
from functions.events.sweep_certificates import app
from tests.contracts.examples import new_id
from tests.contracts.rows.uploads import an_intent, done
from tests.fakes.logged import captured_log
from tests.unit.services.world import World

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    import pytest

    from tests.fakes.logged import Logged

CERTIFICATES = 100_000
FAILING = 100
LAMBDA_BYTES = 262_144
"""What Lambda passed on as one line when this was written: 256 KB."""
EMF_METRICS, EMF_DIMENSIONS = 100, 30
"""The most of one directive ("Specification: Embedded metric format" in CloudWatch's guide)."""

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.datetimes(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=8,
)
GROWN = st.sampled_from((1, 40, 500))
SMALL = 20_000
"""A bound that drawn lines pass often."""


@given(st.dictionaries(st.text(), st.tuples(VALUES, GROWN), max_size=4))
def test_a_line_of_anything_is_one_json_object_of_bounded_size(fields: dict[str, tuple[Any, int]]) -> None:
    """Values are repeated, so that most lines are too long, in length and in depth."""
    document: dict[str, Any] = {"message": "m", "level": "INFO"}
    for name, (value, times) in fields.items():
        document |= {f"list {name}": [value] * times, f"text {name}": str(value) * times}
    line = as_line(document, SMALL)
    assert len(line.encode()) <= SMALL
    assert "\n" not in line
    read = json.loads(line)
    assert (read["message"], read["level"]) == ("m", "INFO")
    if len(json.dumps(document, default=str, separators=(",", ":"))) > SMALL:
        assert read["cut"].startswith("this line was shortened: it had ")


def test_a_line_that_fits_is_left_as_it_is() -> None:
    """However many entries it has."""
    document = {"message": "m", "ids": [new_id() for _ in range(2 * MAX_ITEMS)], "text": "t" * 50_000}
    assert json.loads(as_line(document)) == document


def test_what_was_cut_says_so_in_its_place() -> None:
    """A person sees how much is missing."""
    read = json.loads(as_line({"ids": [*range(CERTIFICATES)], "text": "t" * 300_000}))
    assert read["ids"] == [*range(MAX_ITEMS), f"{CERTIFICATES - MAX_ITEMS} more are cut"]
    assert read["text"].endswith("t ... 299000 more")


def test_a_line_that_cannot_be_cut_enough_keeps_what_it_is_about() -> None:
    """Fifty lists of fifty texts, in each of fifty fields."""
    deep = {f"field {number}": [["t" * 10] * 50] * 50 for number in range(50)}
    read = json.loads(as_line({name: name for name in KEPT} | deep))
    assert read.keys() == {*KEPT, "cut"}


def test_the_log_itself_is_bounded(logged: Logged) -> None:
    """Whoever writes to it."""
    log().info("m" * 300_000, extra={"ids": [new_id() for _ in range(CERTIFICATES)]})
    (line,) = logged.text.splitlines()
    assert len(line) <= MAX_LINE_BYTES
    assert len(json.loads(line)["ids"]) == MAX_ITEMS + 1


def test_a_run_logs_the_id_of_everything_in_lines_of_fifty(logged: Logged) -> None:
    """And then its counts, in a line of the same size whatever was found."""
    ids = [new_id() for _ in range(CERTIFICATES)]

    @on_schedule
    def handler(_now: datetime) -> Mapping[str, Any]:
        return {"checked": 7, "stalled": ids, "failed": [(each, "KeyError") for each in ids[:120]], "none": ()}

    handler({"time": "2026-01-15T12:00:00Z"}, None)
    *parts, counts = logged.lines
    assert counts.items() >= {"checked": 7, "stalled": CERTIFICATES, "failed": 120, "none": 0}.items()
    stalled = [line for line in parts if line["message"] == "run finished: stalled"]
    assert [each for line in stalled for each in line["ids"]] == ids
    failed = [line for line in parts if line["message"] == "run finished: failed"]
    assert [(line["first"], line["of"], len(line["ids"])) for line in failed] == [
        (1, 120, 50),
        (51, 120, 50),
        (101, 120, 20),
    ]
    assert max(len(line["ids"]) for line in parts) == ITEMS_PER_LINE


def test_a_recursion_is_logged_with_its_ends() -> None:
    """Where it began, and where it was when there was no more room."""

    def again(count: int) -> NoReturn:
        if count == 0:
            raise KeyError
        again(count - 1)
        raise AssertionError

    try:
        again(500)
    except KeyError as error:
        frames = error_fields(error)["frames"]
    assert len(frames) == FIRST_FRAMES + 1 + LAST_FRAMES
    assert frames[FIRST_FRAMES] == f"{502 - FIRST_FRAMES - LAST_FRAMES} frames are left out"
    assert attempt("an id", lambda: again(5), log_failed_item) is None


def test_a_sweep_in_which_everything_fails_logs_lines_that_cloudwatch_takes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The real handler over 100,000 certificates: the worst hour is the one in which the metrics are needed."""
    world = World()
    for number in range(FAILING):
        done(world.uploads, an_intent(f"name {number}", f"{number:064x}"))
    world.renewals.unreadable = [UnreadableRow(new_id()) for _ in range(CERTIFICATES - FAILING)]
    monkeypatch.setattr(world.renewals, "save", _fails)
    monkeypatch.setattr(app, "_sweeper", lambda: world.sweeper(log_failed_item))
    with captured_log() as logged:
        app.handler({"time": "2026-02-15T12:00:00Z"}, _Context())
    lines = logged.text.splitlines()
    assert len(lines) > CERTIFICATES / ITEMS_PER_LINE
    (metrics,) = capsys.readouterr().out.splitlines()
    assert max(map(len, (*lines, metrics))) <= MAX_LINE_BYTES < LAMBDA_BYTES
    named = {each for line in logged.lines for each in line.get("ids", ()) if line["message"].endswith("unreadable")}
    assert named == {row.certificate_id for row in world.renewals.unreadable}
    assert _metrics(json.loads(metrics)) == {Metric.SWEEPS: 1, Metric.STALLED: 0, Metric.TROUBLED: CERTIFICATES}


def _fails(*_arguments: object) -> NoReturn:
    raise KeyError


class _Context:
    function_name = "certkeeper-sweep_certificates"

    def get_remaining_time_in_millis(self) -> int:
        """Enough."""
        return 900_000


def _metrics(written: dict[str, Any]) -> dict[str, float]:
    """The metrics that CloudWatch makes of a line in Embedded Metric Format; it ignores one that is not valid."""
    assert isinstance(written["_aws"]["Timestamp"], int)
    (directive,) = written["_aws"]["CloudWatchMetrics"]
    assert directive.keys() == {"Namespace", "Dimensions", "Metrics"}
    assert 0 < len(directive["Metrics"]) <= EMF_METRICS
    for names in directive["Dimensions"]:
        assert len(names) <= EMF_DIMENSIONS
        assert all(isinstance(written[name], str) for name in names)
    found = {}
    for metric in directive["Metrics"]:
        (found[metric["Name"]],) = written[metric["Name"]]
        assert isinstance(found[metric["Name"]], int | float)
    return found
