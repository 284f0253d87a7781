"""The template deploys what is in `functions/`, each function with what its code uses and nothing else."""

import ast
from pathlib import Path

import pytest

from certkeeper.entrypoints import settings as table
from certkeeper.entrypoints.settings.environment import Setting
from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import FUNCTIONS, Function, functions, resources
from tests.architecture.imports.imported import SOURCE, parsed, used
from tests.unit.services.batches import BATCHES

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.operation)
API_GATEWAY_SECONDS = 29
SETTINGS = "certkeeper.entrypoints.settings"
SHARED_VARIABLES = {"POWERTOOLS_LOG_LEVEL", "POWERTOOLS_SERVICE_NAME"}
"""What Powertools reads by itself."""


def test_every_folder_is_deployed_and_every_function_is_a_folder() -> None:
    """A folder without a function.yaml, and one without code, are both found."""
    folders = {str(app.parent.relative_to(ROOT)) for app in FUNCTIONS.glob("*/*/app.py")}
    assert {function.folder for function in functions()} == folders


def test_every_function_has_a_role_of_its_own_within_the_boundary() -> None:
    """SAM makes a role for each function that names none; Certkeeper's boundary caps it, or the organisation's."""
    for function in functions():
        assert "Role" not in function.properties
        assert function.properties["Policies"]
        _, organisation, own = function.properties["PermissionsBoundary"]["Fn::If"]
        assert (organisation, own) == ({"Ref": "PermissionsBoundaryArn"}, {"Ref": "FunctionBoundary"})


def test_no_log_group_keeps_for_ever() -> None:
    """Every group of the stack has the retention that the parameter says: machines and the API too."""
    retentions = [group["RetentionInDays"] for group in resources("AWS::Logs::LogGroup").values()]
    assert all(retention == {"Ref": "LogRetentionDays"} for retention in retentions)


def test_what_stands_in_the_api_has_a_route_and_nothing_else_has() -> None:
    """The folder says who calls."""
    assert all(bool(each.routes) is each.folder.startswith("functions/api/") for each in functions())


@EVERY
def test_the_environment_is_what_the_code_reads(function: Function) -> None:
    """No setting is missing, and no function is given what it does not need to know."""
    variables = _variables_of_settings()
    asked = {variables[name] for name in used(ROOT / function.folder / "app.py") & variables.keys()}
    assert function.environment.keys() - SHARED_VARIABLES == asked


def test_only_the_settings_read_the_environment() -> None:
    """Else the comparison above would miss what a function reads. A child process that opens files forgets it."""
    readers = [file for file in SOURCE.rglob("*.py") if "environ" in _names(file)]
    assert sorted(file.name for file in readers) == ["child.py", "environment.py"]
    child = next(file for file in readers if file.name == "child.py").read_text(encoding="utf-8")
    assert child.count("environ.clear()") == child.count("os.environ") == 1


@EVERY
def test_the_api_answers_before_api_gateway_gives_up(function: Function) -> None:
    """A function that ran longer than API Gateway waits would do its work for nobody."""
    assert not function.routes or function.properties["Timeout"] <= API_GATEWAY_SECONDS


def test_whatever_runs_on_a_schedule_is_tested_with_an_item_that_raises() -> None:
    """It goes through many things of many scopes; what is called with one event has one only."""
    frames = {app.parent.name: _frame(app) for app in (FUNCTIONS / "events").glob("*/app.py")}
    assert set(frames.values()) == {"event_handler", "on_schedule", "on_schedule_with_context"}
    batches = {f"events/{name}" for name, frame in frames.items() if frame != "event_handler"}
    assert {name for name in BATCHES if name.startswith("events/")} == batches
    assert all((FUNCTIONS / name / "app.py").is_file() for name in BATCHES)
    assert all(scenarios for scenarios in BATCHES.values())


def test_nobody_takes_the_root_of_certkeepers_errors_for_everything_that_can_be_raised() -> None:
    """What catches all of Certkeeper's errors to go on must go on after any other, or say here why not."""
    distinguished = {"circuit_breaker.py": "what a CA's silence is, and a fault of the code is not"}
    found = {
        file.name
        for file in (*SOURCE.rglob("*.py"), *FUNCTIONS.rglob("*.py"))
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Try)
        and "CertkeeperError" in _caught(node)
        and not _caught(node) & {"Exception", "BaseException"}
    }
    assert found == distinguished.keys()


def _caught(node: ast.Try) -> set[str]:
    """The names of all classes that a statement catches."""
    types = [handler.type for handler in node.handlers if handler.type]
    return {each.id for type_ in types for each in ast.walk(type_) if isinstance(each, ast.Name)}


def _frame(app: Path) -> str:
    """What a function's handler is decorated with."""
    (handler,) = (each for each in parsed(app).body if isinstance(each, ast.FunctionDef) and each.name == "handler")
    (decorator,) = handler.decorator_list
    assert isinstance(decorator, ast.Name)
    return decorator.id


def _variables_of_settings() -> dict[str, str]:
    """Which environment variable each row of the table reads, by the name that it is called by."""
    return {f"{SETTINGS}.{name}": row.variable for name, row in vars(table).items() if isinstance(row, Setting)}


def _names(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
