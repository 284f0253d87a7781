"""A deletion says what it is going to do, and a stack with termination protection is confirmed by its name alone."""

from dataclasses import replace

import pytest

from infra.deploy.delete.leftovers import Leftover
from infra.deploy.delete.orders import Execution
from infra.deploy.delete.plan import Plan, confirm, show_plan
from infra.deploy.delete.policies import Attachment
from infra.deploy.delete.stacks import FoundStack
from infra.deploy.delete.stopped import DeletionStopped

STACK = FoundStack(
    "certkeeper",
    "arn:aws:cloudformation:eu-west-1:123456789012:stack/certkeeper/1",
    "CREATE_COMPLETE",
    is_protected=False,
    api_id="api",
    has_api=True,
    resources={"AWS::Lambda::Function": ("one", "two")},
)
PROTECTED = replace(STACK, is_protected=True)
PLAN = Plan(
    "certkeeper",
    STACK,
    (replace(STACK, name="certkeeper-access-shop"),),
    (Attachment("arn:aws:iam::123456789012:policy/certkeeper-ViewerPolicy-1", "group", "auditors"),),
    (Execution("arn", "shop", "order-1"), Execution("arn:aws:states:r:1:execution:notices:n-1")),
    {"active": 12, "expiring": 1},
    (Leftover("13 secrets, certkeeper/...", "13 x 0.40 = 5.20 dollars a month", ("aws secretsmanager ...",)),),
)


def nobody(_prompt: str) -> str:
    """Nobody who answers."""
    raise EOFError


def test_everything_that_goes_and_stays_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything is done, each by its name."""
    show_plan(PLAN, print)
    shown = capsys.readouterr().out
    for part in (
        "the stack certkeeper-access-shop (2 resources)",
        "certkeeper-ViewerPolicy-1 from the group auditors",
        "order order-1 in shop",
        "notice n-1",
        "not renewed any more: 12 active, 1 expiring",
        "13 x 0.40 = 5.20 dollars a month",
    ):
        assert part in shown


def test_certificates_that_could_not_be_counted_are_not_none(capsys: pytest.CaptureFixture[str]) -> None:
    """A failure is never shown as an empty result."""
    show_plan(replace(PLAN, certificates="the caller may not do this"), print)
    shown = capsys.readouterr().out
    assert "not renewed any more: not known (the caller may not do this)" in shown
    assert "orders are stopped, and may leave DNS records" in shown


@pytest.mark.parametrize(
    ("stack", "types", "options"),
    [
        (STACK, "y", {}),
        (STACK, "", {"yes": True}),
        (PROTECTED, " certkeeper ", {}),
        (PROTECTED, "", {"name": "certkeeper"}),
        (PROTECTED, "", {"name": "certkeeper", "yes": True}),
        (None, "yes", {}),
    ],
)
def test_who_confirms_goes_on(stack: FoundStack | None, types: str, options: dict[str, object]) -> None:
    """By a letter, by the name, or by an option of a script."""
    given = {"yes": False, "name": ""} | options
    confirm(replace(PLAN, stack=stack), lambda _: types, yes=bool(given["yes"]), name=str(given["name"]))


@pytest.mark.parametrize(
    ("stack", "types", "options", "says"),
    [
        (STACK, "", {}, "Nothing was done"),
        (STACK, "n", {}, "Nothing was done"),
        (PROTECTED, "y", {}, "Nothing was done"),
        (PROTECTED, "certkeeper-access-shop", {}, "Nothing was done"),
        (PROTECTED, "", {"yes": True}, "Add CONFIRM=certkeeper"),
        (STACK, "", {"yes": True, "name": "other"}, "CONFIRM names 'other'"),
    ],
)
def test_anything_else_does_nothing(stack: FoundStack, types: str, options: dict[str, object], says: str) -> None:
    """Least of all with protection on, of any of the stacks."""
    given = {"yes": False, "name": ""} | options
    with pytest.raises(DeletionStopped, match=says):
        confirm(replace(PLAN, stack=stack), lambda _: types, yes=bool(given["yes"]), name=str(given["name"]))


def test_protection_of_a_stack_with_policies_counts_too() -> None:
    """It goes with the other one."""
    with pytest.raises(DeletionStopped, match="termination protection"):
        confirm(replace(PLAN, access_stacks=(PROTECTED,)), nobody, yes=True, name="")


def test_without_an_answer_nothing_is_done() -> None:
    """A script that gave no option has not agreed."""
    with pytest.raises(DeletionStopped, match="use YES=1"):
        confirm(PLAN, nobody, yes=False, name="")
