"""An upgrade replaces nothing that people attach, call or refer to, and nothing that has data in it.

CloudFormation makes a new resource in the place of one whose logical id or create-only property changes: a policy is
detached from every role, a topic loses its subscriptions, a table its rows, and every ARN that somebody wrote down is
another one.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.architecture.deployed import listed
from tests.iam import role_statements
from tests.recorded_release import current, recorded
from tests.resolution import Stack
from tests.sam_translation import translated

AGAIN = "if it is meant, write the record again: python -m tests.recorded_release"


def differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What an upgrade would replace, remove, or fail with, in words. What is new is no difference."""
    found = []
    for name, (type_, properties) in before["resources"].items():
        if name not in now["resources"]:
            found.append(f"{name} ({type_}) would be deleted")
        elif now["resources"][name] != [type_, properties]:
            found.append(f"{name} ({type_}) would be replaced")
    found += [f"the output {name} would be gone" for name in before["outputs"] if name not in now["outputs"]]
    new = [name for name in now["dead_letters"] if name not in before["dead_letters"]]
    found += [f"{name} gets a dead-letter queue" for name in new if name in before["resources"]]
    return found


def test_nothing_of_the_release_is_replaced() -> None:
    """By the record of the release. A new version of the project needs a record of its own."""
    now = current()
    assert differences(recorded(), now) == [], AGAIN
    assert recorded()["release"] == now["release"], AGAIN


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"resources": {}}, "Topic (AWS::SNS::Topic) would be deleted"),
        (
            {"resources": {"Topic": ["AWS::SNS::Topic", {"TopicName": "b"}]}},
            "Topic (AWS::SNS::Topic) would be replaced",
        ),
        (
            {"resources": {"Topic": ["AWS::SQS::Queue", {"TopicName": "a"}]}},
            "Topic (AWS::SNS::Topic) would be replaced",
        ),
        ({"outputs": []}, "the output TopicArn would be gone"),
        ({"dead_letters": ["Topic"]}, "Topic gets a dead-letter queue"),
    ],
)
def test_each_kind_of_change_is_a_difference(change: dict[str, Any], difference: str) -> None:
    """Of a small release with one resource."""
    before = {
        "resources": {"Topic": ["AWS::SNS::Topic", {"TopicName": "a"}]},
        "outputs": ["TopicArn"],
        "dead_letters": [],
    }
    assert differences(before, before | change) == [difference]


def test_what_is_new_is_no_difference() -> None:
    """A release may bring functions, also with queues."""
    before: dict[str, Any] = {"resources": {}, "outputs": [], "dead_letters": []}
    now = {"resources": {"New": ["AWS::Lambda::Function", {}]}, "outputs": ["NewArn"], "dead_letters": ["New"]}
    assert differences(before, now) == []


def test_the_right_to_fill_a_dead_letter_queue_is_part_of_the_functions_role() -> None:
    """Lambda checks the right when a queue is set, so the role must have it first.

    It is in the role itself and in no resource of its own, which could be made later: a function waits for its role.
    What is left is that IAM takes seconds to spread a change of a role that is there already. So a function of the
    release gets no queue; one that is to get it has the right a release earlier.
    """
    resources = Stack(translated()).resources()
    assert not [
        name for name, each in resources.items() if each["Type"] in {"AWS::IAM::Policy", "AWS::IAM::RolePolicy"}
    ]
    with_queue = {name: each for name, each in resources.items() if name in current()["dead_letters"]}
    assert with_queue
    for name, function in with_queue.items():
        queue = function["Properties"]["DeadLetterConfig"]["TargetArn"]
        assert translated()["Resources"][name]["Properties"]["Role"] == {"Fn::GetAtt": [f"{name}Role", "Arn"]}
        statements = role_statements(resources, f"{name}Role")
        assert [
            each for each in statements if each["Action"] == "sqs:SendMessage" and queue in listed(each["Resource"])
        ]
