"""The template is its parts and its functions: a new function is in it without another hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from certkeeper.entrypoints.contract.operations import OPERATORS, Operation, operations
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template
from infra.rooms import PARTS, RoomError
from tests.architecture.deployed import with_own_table
from tools.generate.template import compose, files

PAUSE = Operation("pause_order", "orders", "Pauses", responses=(), roles=OPERATORS)

PAUSE_ORDER = {
    "Type": "AWS::Serverless::Function",
    "Properties": {
        "FunctionName": {"Fn::Sub": "${AWS::StackName}-pause_order"},
        "CodeUri": ".aws-sam/build/functions.zip",
        "Handler": "functions.api.pause_order.app.handler",
        "MemorySize": 1024,
        "Timeout": 29,
        "Layers": [{"Ref": "AcmeLayer"}],
        "Environment": {"Variables": {"NOTICE_DAYS": {"Ref": "NoticeDays"}}},
        "LoggingConfig": {"LogGroup": {"Ref": "PauseOrderLogs"}},
        "Policies": [
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": ["dynamodb:GetItem", "dynamodb:UpdateItem"],
                        "Resource": {"Fn::GetAtt": ["Table", "Arn"]},
                        "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["SCOPE#*#ORDERS"]}},
                    },
                    {"Effect": "Allow", "Action": "states:SendTaskSuccess", "Resource": "*"},
                ],
            }
        ],
        "Events": {
            "Route": {
                "Type": "Api",
                "Properties": {
                    "RestApiId": {"Ref": "Api"},
                    "Method": "POST",
                    "Path": "/scopes/{scope}/certificates/{certificate_id}/pause",
                },
            }
        },
    },
}
"""A new function as the template has it."""


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of all that the template is composed from."""
    for file in (*(ROOT / PARTS).rglob("*.yaml"), *ROOT.glob("functions/*/*/function.yaml")):
        copy = tmp_path / file.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(file.read_bytes())
    return tmp_path


def add(tree: Path, folder: str, text: str) -> None:
    """Writes the function.yaml of a new function."""
    file = tree / folder / "function.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(f"description: Does what is new.\n{text}", encoding="utf-8")


def written(tree: Path, *more: Operation, name: str = "template.yaml") -> dict[str, Any]:
    """What the composed file says, with more operations in the contract."""
    path = tree / name
    path.parent.mkdir(exist_ok=True)
    contract = operations() | {each.name: each for each in more}
    path.write_text(files(tree, contract)[path], encoding="utf-8")
    return read_template(path)


def test_a_new_route_is_in_the_template_without_another_hand(tree: Path) -> None:
    """Function, log group, environment, rights and route; and whoever may call it is allowed to."""
    add(
        tree,
        "functions/api/pause_order",
        "trigger: {api: 'POST /scopes/{scope}/certificates/{certificate_id}/pause'}\n"
        "layers: [acme]\nmemory: 1024\ntimeout: 29\nenvironment: [NOTICE_DAYS]\n"
        "rows: {orders: [GetItem, UpdateItem]}\nactions: {waiting_tasks: [states:SendTaskSuccess]}\n",
    )
    resources = written(tree, PAUSE)["Resources"]
    assert with_own_table(resources["PauseOrder"], own=True) == PAUSE_ORDER
    assert resources["PauseOrderLogs"]["Properties"] == {
        "LogGroupName": {"Fn::Sub": "/aws/lambda/${AWS::StackName}-pause_order"},
        "RetentionInDays": {"Ref": "LogRetentionDays"},
    }


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("template.yaml", "${Api}/v1/POST/scopes/*/certificates/*/pause"),
        ("infra/access.yaml", "${ApiId}/${StageName}/POST/scopes/${Scope}/certificates/*/pause"),
    ],
)
def test_the_callers_of_a_new_route_are_allowed_to_call_it(tree: Path, name: str, path: str) -> None:
    """Those that the contract names, in all scopes and in one; who may call everything may call it anyhow."""
    add(
        tree,
        "functions/api/pause_order",
        "trigger: {api: 'POST /scopes/{scope}/certificates/{certificate_id}/pause'}\n",
    )
    resources = written(tree, PAUSE, name=name)["Resources"]
    assert [role for role in resources if role.endswith("Policy") and path in str(resources[role])] == [
        "OperatorPolicy"
    ]


def test_a_new_task_may_be_called_by_its_state_machine(tree: Path) -> None:
    """And is in the definition under the name of its ARN."""
    add(tree, "functions/issuance/weigh_order", "trigger: {task: issuance}\n")
    machine = written(tree)["Resources"]["IssuanceMachine"]["Properties"]
    arn = {"Fn::GetAtt": ["WeighOrder", "Arn"]}
    assert machine["DefinitionSubstitutions"]["WeighOrderArn"] == arn
    (invoking,) = (each for each in machine["Policies"][0]["Statement"] if each["Action"] == "lambda:InvokeFunction")
    assert arn in invoking["Resource"]


def test_a_new_schedule_has_an_alarm_on_its_failed_calls(tree: Path) -> None:
    """One of its own, over two of its intervals; no queue keeps them, for the next call does the same."""
    add(tree, "functions/events/tidy", "trigger: {schedule: {every: 5 minutes, description: Certkeeper - tidy}}\n")
    resources = written(tree)["Resources"]
    properties = resources["Tidy"]["Properties"]
    assert "DeadLetterQueue" not in properties
    assert properties["Events"]["Schedule"]["Properties"]["Schedule"] == "rate(5 minutes)"
    alarm = resources["TidyFailed"]["Properties"]
    assert (alarm["Dimensions"], alarm["Period"]) == ([{"Name": "FunctionName", "Value": {"Ref": "Tidy"}}], 300)
    assert " tidy " in alarm["AlarmDescription"]


def test_a_new_consumer_of_events_keeps_what_it_could_not_do(tree: Path) -> None:
    """Both Lambda and the rule put it into the queue, whose policy names the rule."""
    add(tree, "functions/events/count_events", "trigger: {events: all}\n")
    resources = written(tree)["Resources"]
    queue = {"Fn::GetAtt": ["Unfinished", "Arn"]}
    properties = resources["CountEvents"]["Properties"]
    assert properties["DeadLetterQueue"]["TargetArn"] == queue
    assert properties["Events"]["Changes"]["Properties"]["DeadLetterConfig"] == {"Arn": queue}
    (statement,) = resources["UnfinishedPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    assert {"Fn::GetAtt": ["CountEventsChanges", "Arn"]} in statement["Condition"]["ArnEquals"]["aws:SourceArn"]


def test_a_new_group_of_functions_has_a_heading_of_its_own(tree: Path) -> None:
    """Whoever reads the template sees which folder a block comes from."""
    add(tree, "functions/delivery/check_target", "trigger: {task: issuance}\n")
    text = files(tree)[tree / "template.yaml"]
    assert "\n  # -- functions/delivery ---" in text
    assert "\n  # functions/delivery/check_target/function.yaml\n  # Does what is new.\n  CheckTarget:\n" in text


def test_a_block_that_no_part_has_a_place_for_is_missed(tree: Path) -> None:
    """A function that waits for a state machine without a part would never be called."""
    add(tree, "functions/delivery/deliver", "trigger: {task: delivery}\n")
    with pytest.raises(RoomError, match="no part has a line '# compose: substitutions of delivery'"):
        files(tree)


def test_a_place_that_no_block_is_for_is_missed(tree: Path) -> None:
    """A misspelt name would leave its resources out of the stack."""
    head = tree / PARTS / "head.yaml"
    head.write_text(head.read_text(encoding="utf-8") + "# compose: storrage\n", encoding="utf-8")
    with pytest.raises(RoomError, match=r"'# compose: storrage' has no block; there are .*storage"):
        files(tree)


def test_comments_of_the_parts_stay(tree: Path) -> None:
    """They say why; a reader of the template needs them."""
    part = tree / PARTS / "storage.yaml"
    part.write_text("# A comment.\n" + part.read_text(encoding="utf-8"), encoding="utf-8")
    text = files(tree)[tree / "template.yaml"]
    assert "\n  # -- infra/template/storage.yaml ---" in text
    assert "---\n  # A comment.\n" in text


def test_a_block_is_indented_like_its_place_and_an_empty_one_leaves_no_line() -> None:
    """At whatever depth."""
    text = "a:\n  # compose: outer\n  # compose: nothing\nb: 1\n"
    blocks = {"outer": "c:\n  # compose: inner\n", "inner": "- d\n", "nothing": ""}
    assert compose(text, blocks) == "a:\n  c:\n    - d\nb: 1\n"


def test_the_same_files_make_the_same_template(tree: Path) -> None:
    """Wherever they are, and in whatever sequence a file system lists them."""
    assert [*files(tree).values()] == [*files(ROOT).values()] == [*files().values()]


def test_every_file_says_first_that_it_is_generated() -> None:
    """And from what."""
    for text in files().values():
        assert text.startswith("# Generated by `make generate` from infra/template and functions/")
