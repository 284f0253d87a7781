"""The plan of a deployment: present values stay, SET changes some, and a person is asked for the rest."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.deploy.parameters import Parameter, parameters_of
from infra.deploy.plan import make_plan
from infra.deploy.refusal import DeploymentRefused
from tests.architecture.deployed import template

PARAMETERS = parameters_of(template())
PLATFORM = {"Runtime", "Architecture"}
SETTABLE = sorted(PARAMETERS.keys() - PLATFORM)
SOME = st.sets(st.sampled_from(SETTABLE))
DEFAULTS = {name: parameter.default for name, parameter in PARAMETERS.items()}


def test_a_first_deployment_asks_for_everything_but_the_platform() -> None:
    """In the template's order."""
    plan = make_plan(PARAMETERS, {}, {})
    assert [each.name for each in plan.asked] == [name for name in PARAMETERS if name not in PLATFORM]
    assert not plan.kept


def test_a_second_deployment_asks_nothing_and_keeps_everything() -> None:
    """Whatever the template's defaults are."""
    deployed = DEFAULTS | {"AcmeDirectoryUrl": "https://acme-staging-v02.api.letsencrypt.org/directory"}
    plan = make_plan(PARAMETERS, deployed, {})
    assert not plan.asked
    assert not plan.changed
    assert plan.kept["AcmeDirectoryUrl"] == deployed["AcmeDirectoryUrl"]


@given(deployed=SOME, changes=SOME)
def test_each_parameter_is_kept_or_changed_or_asked_for(deployed: set[str], changes: set[str]) -> None:
    """One of the three, and SET counts more than the stack."""
    plan = make_plan(
        PARAMETERS, {name: DEFAULTS[name] for name in deployed}, {name: DEFAULTS[name] for name in changes}
    )
    assert plan.changed.keys() == changes
    assert plan.kept.keys() == deployed - changes
    assert {each.name for each in plan.asked} == set(SETTABLE) - deployed - changes
    assert not plan.no_longer_allowed


def test_a_value_that_this_release_does_not_take_any_more_is_asked_for() -> None:
    """CloudFormation would refuse the stack's previous value at the end of a long build."""
    plan = make_plan(PARAMETERS, DEFAULTS | {"SweepIntervalMinutes": "7"}, {})
    assert [each.name for each in plan.asked] == ["SweepIntervalMinutes"]
    assert plan.no_longer_allowed == {"SweepIntervalMinutes": "7"}


def test_a_secret_is_kept_though_nobody_can_read_it() -> None:
    """CloudFormation answers with asterisks for a parameter with NoEcho."""
    secret = Parameter("Key", {"Type": "String", "NoEcho": True, "Default": "", "AllowedPattern": "[a-z]*"})
    assert make_plan({"Key": secret}, {"Key": "****"}, {}).kept == {"Key": "****"}


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("NotceDays", "30", "Did you mean NoticeDays?"),
        ("Xyzzy", "30", "template.yaml lists them"),
        ("NoticeDays", "thirty", "it must be one to ten numbers from 1 to 398 with commas between them"),
        ("SweepIntervalMinutes", "7", "it must be one of: 5, 10, 15"),
        ("Runtime", "python3.13", "Use RUNTIME=..."),
        ("Architecture", "arm64", "Use ARCHITECTURE=..."),
    ],
)
def test_a_change_that_cannot_be_is_refused_with_what_to_do(name: str, value: str, says: str) -> None:
    """Before anything is built or sent."""
    with pytest.raises(DeploymentRefused) as refusal:
        make_plan(PARAMETERS, DEFAULTS, {name: value})
    assert says in str(refusal.value)
