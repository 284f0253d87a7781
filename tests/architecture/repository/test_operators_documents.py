"""The documents for operators name every alarm and queue of the template, and the limits of the code."""

import ast
import re
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest

from certkeeper.entrypoints.metrics import Metric
from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import resources, template
from tools.bench.costs.prices import PRICES, Item

OPERATE = ROOT / "docs" / "operate"
PACKAGE = ROOT / "layers" / "certkeeper" / "src" / "certkeeper"
ROW = re.compile(r"^\| (?P<limit>[^|]+) \| (?P<number>[\d,]+) \| (?P<home>[^|]+) \|$", re.MULTILINE)
CONSTANT = re.compile(r"`(?P<name>[A-Z_]+)` in `(?P<path>[a-z0-9_/.]+)`")
PARAMETER = re.compile(r"parameter `(?P<name>[A-Za-z]+)`")
LIMITS = [match.groupdict() for match in ROW.finditer((OPERATE / "limits.md").read_text(encoding="utf-8"))]


def sections(page: str, title: str) -> set[str]:
    """Return the headings of the third level below the heading `title` of the second level."""
    below = (OPERATE / page).read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    return set(re.findall(r"^### (.+)$", below, re.MULTILINE))


def test_every_alarm_has_an_entry() -> None:
    """An administrator gets its name by mail at night, and searches for it; an alarm that is gone has none."""
    assert sections("troubleshooting.md", "Alarms") == resources("AWS::CloudWatch::Alarm").keys()


def test_every_queue_has_an_entry() -> None:
    """All queues of the template are dead letter queues."""
    assert sections("troubleshooting.md", "Dead letter queues") == resources("AWS::SQS::Queue").keys()


def test_the_costs_are_those_of_the_alarms_and_metrics_of_the_template() -> None:
    """Their number is most of what a stack costs that has few certificates."""
    text = (OPERATE / "costs.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (alarms|metrics)[^|]* \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", text, re.MULTILINE)
    numbers = {"alarms": len(resources("AWS::CloudWatch::Alarm")), "metrics": len(Metric)}
    assert {name: int(number) for name, number, *_ in rows} == numbers
    assert all(float(a_year) == pytest.approx(12 * int(number) * float(price)) for _, number, price, a_year in rows)
    assert {name: float(price) for name, _, price, _ in rows} == {
        "alarms": PRICES[Item.ALARM_MONTHS].dollars,
        "metrics": PRICES[Item.METRIC_MONTHS].dollars,
    }


def defining_module(name: str, path: str) -> str:
    """Return the one module that assigns the constant; `path` is a module or a folder, of the package or the tree."""
    root = PACKAGE if (PACKAGE / path).exists() else ROOT
    files = [root / path] if path.endswith(".py") else sorted((root / path).rglob("*.py"))
    (found,) = [file for file in files if name in assigned(file)]
    below = found.relative_to(PACKAGE.parent if root == PACKAGE else ROOT)
    return ".".join(below.with_suffix("").parts)


def assigned(file: Path) -> set[str]:
    """Return the names that a module assigns at its top level."""
    body = ast.parse(file.read_text(encoding="utf-8")).body
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    return {
        name.id
        for target in targets
        for name in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(name, ast.Name)
    }


def value_of(home: str) -> int:
    """Return the number that a row's last cell leads to; a duration in hours."""
    if parameter := PARAMETER.fullmatch(home):
        return int(template()["Parameters"][parameter["name"]]["Default"])
    constant = CONSTANT.fullmatch(home)
    assert constant is not None, home
    value = getattr(import_module(defining_module(constant["name"], constant["path"])), constant["name"])
    return int(value / timedelta(hours=1)) if isinstance(value, timedelta) else int(value)


@pytest.mark.parametrize("limit", LIMITS, ids=lambda limit: limit["limit"])
def test_a_limit_is_the_one_of_the_code(limit: dict[str, str]) -> None:
    """A number that was changed in one place only would mislead whoever plans by it."""
    assert int(limit["number"].replace(",", "")) == value_of(limit["home"])


def test_limits_are_read() -> None:
    """A table in another form would be passed over."""
    assert len(LIMITS) > 30
