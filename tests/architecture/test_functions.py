"""The template deploys what is in `functions/`, each function with what its code uses and nothing else."""

import ast
from collections import Counter
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import FUNCTIONS, Function, functions, resources
from tests.architecture.imported import SOURCE, parsed, used
from tests.unit.services.batches import BATCHES

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.operation)
API_GATEWAY_SECONDS = 29
SETTINGS = "certkeeper.entrypoints.settings"
SHARED_VARIABLES = {"POWERTOOLS_LOG_LEVEL", "POWERTOOLS_SERVICE_NAME"}
"""What Powertools reads by itself."""


def test_every_folder_is_deployed_and_every_function_is_a_folder() -> None:
    """A folder that the template forgets, and a function whose folder has gone, are both found."""
    folders = {str(app.parent.relative_to(ROOT)) for app in FUNCTIONS.glob("*/*/app.py")}
    assert {function.folder for function in functions()} == folders


@EVERY
def test_a_function_bears_the_name_of_its_folder(function: Function) -> None:
    """`functions/api/place_order` is PlaceOrder, deployed as `<stack>-place_order`."""
    assert function.name == "".join(part.title() for part in function.operation.split("_"))
    assert function.properties["FunctionName"] == {"Fn::Sub": f"${{AWS::StackName}}-{function.operation}"}


@EVERY
def test_a_function_has_a_role_of_its_own_within_the_boundary(function: Function) -> None:
    """SAM makes a role for each function that names none; the boundary caps it."""
    assert "Role" not in function.properties
    assert function.properties["Policies"]
    assert function.properties["PermissionsBoundary"] == {"Ref": "FunctionBoundary"}


@EVERY
def test_a_function_logs_to_a_group_that_forgets(function: Function) -> None:
    """The log group is the stack's own, named as Lambda would name it, and has a retention."""
    group = resources("AWS::Logs::LogGroup")[function.properties["LoggingConfig"]["LogGroup"]["Ref"]]
    assert group["LogGroupName"] == {"Fn::Sub": f"/aws/lambda/${{AWS::StackName}}-{function.operation}"}


def test_no_log_group_is_shared_and_none_keeps_for_ever() -> None:
    """One group for each function, and every group of the stack has the retention that the parameter says."""
    used = Counter(function.properties["LoggingConfig"]["LogGroup"]["Ref"] for function in functions())
    assert set(used.values()) == {1}
    retentions = [group["RetentionInDays"] for group in resources("AWS::Logs::LogGroup").values()]
    assert all(retention == {"Ref": "LogRetentionDays"} for retention in retentions)


@EVERY
def test_the_environment_is_what_the_code_reads(function: Function) -> None:
    """No setting is missing, and no function is told what it does not need to know."""
    variables = _variables_of_settings()
    asked = {variables[name] for name in used(ROOT / function.folder / "app.py") & variables.keys()}
    assert function.environment.keys() - SHARED_VARIABLES == asked


def test_only_the_settings_read_the_environment() -> None:
    """Else the comparison above would miss what a function reads."""
    readers = [file for file in SOURCE.rglob("*.py") if "environ" in _names(file)]
    assert [file.name for file in readers] == ["environment.py"]


@EVERY
def test_what_runs_asynchronously_keeps_what_it_could_not_do(function: Function) -> None:
    """Whatever is not called by the API or by the state machine needs a dead-letter queue, or failures are lost."""
    asynchronous = [event["Type"] for event in function.events if event["Type"] != "Api"]
    assert not asynchronous or "DeadLetterQueue" in function.properties


@EVERY
def test_the_api_answers_before_api_gateway_gives_up(function: Function) -> None:
    """A function that ran longer than API Gateway waits would do its work for nobody."""
    assert not function.routes or function.properties["Timeout"] <= API_GATEWAY_SECONDS


@EVERY
def test_a_function_has_one_route_or_none(function: Function) -> None:
    """What stands in `functions/api` has one route, what stands elsewhere has none."""
    assert len(function.routes) == (1 if function.folder.startswith("functions/api/") else 0)


def test_whatever_runs_on_a_schedule_is_tested_with_an_item_that_raises() -> None:
    """It goes through many things of many scopes; what is called with one event has one only."""
    frames = {app.parent.name: _frame(app) for app in (FUNCTIONS / "events").glob("*/app.py")}
    assert set(frames.values()) == {"consumer", "scheduled", "timed"}
    batches = {f"events/{name}" for name, frame in frames.items() if frame != "consumer"}
    assert {name for name in BATCHES if name.startswith("events/")} == batches
    assert all((FUNCTIONS / name / "app.py").is_file() for name in BATCHES)
    assert all(scenarios for scenarios in BATCHES.values())


def test_nobody_takes_the_root_of_our_errors_for_everything_that_can_be_raised() -> None:
    """What catches all of Certkeeper's errors to go on must go on after any other, or say here why not."""
    told_apart = {"questions.py": "what a CA's silence is, and a fault of the code is not"}
    found = {
        file.name
        for file in (*SOURCE.rglob("*.py"), *FUNCTIONS.rglob("*.py"))
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.Try)
        and "CertkeeperError" in _caught(node)
        and not _caught(node) & {"Exception", "BaseException"}
    }
    assert found == told_apart.keys()


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
    """Which environment variable each function of `settings` reads."""
    module = ast.parse((SOURCE / "certkeeper" / "entrypoints" / "settings.py").read_text(encoding="utf-8"))
    readers = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    return {f"{SETTINGS}.{reader.name}": next(filter(str.isupper, _texts(reader))) for reader in readers}


def _texts(node: ast.AST) -> list[str]:
    constants = [each.value for each in ast.walk(node) if isinstance(each, ast.Constant)]
    return [value for value in constants if isinstance(value, str)]


def _names(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return names | {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}
