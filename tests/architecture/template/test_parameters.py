"""The parameters: a deployment refuses values that would not work, and accepts the others."""

from __future__ import annotations

from itertools import pairwise
from os import environ
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.lookout.dns.resolver import Resolver
from certkeeper.domain.notices.days import DEFAULT_NOTICE_DAYS, notice_days_violations
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.settings.environment import Parameter, Setting, SettingError
from infra.deploy.parameters import CONSTRAINTS, parameters_of
from tests.architecture.deployed import functions, template

PARAMETERS: dict[str, dict[str, Any]] = template()["Parameters"]
DEPLOYED = parameters_of(template())
SETTINGS = {row.variable: row for row in settings.rows() if isinstance(row, Setting)}
READ_AS = {variable: row.source.name for variable, row in SETTINGS.items() if isinstance(row.source, Parameter)}
"""The parameter that a variable of the environment has."""
PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)
PRINTED = st.text(PRINTABLE, max_size=8)
PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
POWERTOOLS = {"POWERTOOLS_LOG_LEVEL", "POWERTOOLS_SERVICE_NAME"}
"""What Powertools reads by itself."""


def accepted(parameter: dict[str, Any]) -> st.SearchStrategy[str]:
    """Everything that CloudFormation takes for a parameter, as the function gets it: a number may have a fraction."""
    if "AllowedValues" in parameter:
        return st.sampled_from(parameter["AllowedValues"]).map(str)
    if parameter["Type"] == "Number":
        least, most = parameter["MinValue"], parameter["MaxValue"]
        fractions = st.decimals(least, most, places=2)
        return st.integers(least, most).map(str) | fractions.map(str) | fractions.map("{:E}".format)
    texts = st.from_regex(parameter["AllowedPattern"], fullmatch=True, alphabet=PRINTABLE)
    return texts.filter(lambda text: len(text) <= parameter["MaxLength"])


def takes(name: str, text: str) -> bool:
    """Whether a deployment with this text would begin."""
    return DEPLOYED[name].violation(text) is None


def read(variable: str, text: str) -> object:
    """The setting in an environment that has only this; a name server as whoever asks it takes it."""
    with patch.dict(environ, {variable: text}):
        value = SETTINGS[variable]()
        return Resolver(str(value)) if variable == "CHECK_NAMESERVER" else value


def test_every_parameter_is_bounded() -> None:
    """By values, a pattern with a longest length, or a least and a most."""
    for name, parameter in PARAMETERS.items():
        bounds = {"MinValue", "MaxValue"} if parameter["Type"] == "Number" else {"AllowedPattern", "MaxLength"}
        assert "AllowedValues" in parameter or bounds <= parameter.keys(), name


def test_make_deploy_judges_by_every_constraint_that_the_template_has() -> None:
    """One that it does not know would be met after the build, in CloudFormation's words."""
    for name, parameter in PARAMETERS.items():
        reported = {"Type", "Default", "Description", "ConstraintDescription", "NoEcho"}
        assert parameter.keys() - reported <= CONSTRAINTS, name
        assert parameter["Type"] in {"String", "Number"}, name
        assert {"Default", "Description"} <= parameter.keys(), name


@pytest.mark.parametrize("name", sorted(name for name, each in PARAMETERS.items() if each["Type"] == "Number"))
@given(data=st.data())
def test_make_deploy_refuses_no_number_that_cloudformation_takes(name: str, data: st.DataObject) -> None:
    """A person could not get past it."""
    assert takes(name, data.draw(accepted(PARAMETERS[name])))


def template_value(variable: str) -> dict[str, Any]:
    """What the template is to give a variable: empty where a condition leaves its resource out."""
    source = SETTINGS[variable].source
    value = {"Ref": source.name}
    return {"Fn::If": [source.condition, value, ""]} if source.condition else value


def test_the_parameters_are_those_of_the_table_in_its_sequence() -> None:
    """A row that the template does not have would be read by functions, and said by nobody."""
    assert list(PARAMETERS) == [row.source.name for row in settings.rows() if isinstance(row.source, Parameter)]


def test_the_template_gives_a_variable_what_its_row_says() -> None:
    """Each variable of each function, and no row is there for none."""
    given = [each for function in functions() for each in function.environment.items() if each[0] not in POWERTOOLS]
    assert all(value == template_value(variable) for variable, value in given)
    assert {variable for variable, _ in given} == SETTINGS.keys()


@pytest.mark.parametrize("variable", sorted(READ_AS))
@given(data=st.data())
def test_what_the_template_accepts_the_code_reads(variable: str, data: st.DataObject) -> None:
    """A setting that raises would be an answer of 500 to everybody, and a sweep that fails each time."""
    read(variable, data.draw(accepted(PARAMETERS[READ_AS[variable]])))


@pytest.mark.parametrize("variable", sorted(READ_AS))
@given(data=st.data())
def test_what_the_template_refuses_the_code_does_not_read(variable: str, data: st.DataObject) -> None:
    """One text too many at either place is a bound that is said twice."""
    default = str(PARAMETERS[READ_AS[variable]]["Default"])
    text = data.draw(PRINTED.filter(bool) | PRINTED.map(default.__add__).filter(bool))
    if not takes(READ_AS[variable], text):
        with pytest.raises(SettingError):
            read(variable, text)


def test_the_template_takes_the_days_that_notices_can_have() -> None:
    """The pattern says in characters what the domain says in numbers, and the default is the domain's."""
    for day in range(1_000):
        assert takes("NoticeDays", str(day)) == (next(notice_days_violations((day,), ""), None) is None)
    for count in range(1, 13):
        days = tuple(range(count, 0, -1))
        assert takes("NoticeDays", ",".join(map(str, days))) == (next(notice_days_violations(days, ""), None) is None)
    assert PARAMETERS["NoticeDays"]["Default"] == ",".join(map(str, DEFAULT_NOTICE_DAYS))


@given(accepted(PARAMETERS["NoticeDays"]))
def test_thresholds_come_down_to_the_last_day(text: str) -> None:
    """In whatever order they were given, and however often."""
    days = read("NOTICE_DAYS", text)
    assert isinstance(days, tuple)
    assert set(days) == {int(part) for part in text.split(",")}
    assert all(earlier > later for earlier, later in pairwise(days))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(
            ("NoticeDays", text)
            for text in ("", ",", "0", "-1", "399", "999", "14;7", "14,,7", "07", "1.5", "1," * 10 + "1")
        ),
        *(("AdministratorEmails", text) for text in ("ada", "ada@", "@shop.example", "ada@shop", "a@b@shop.example")),
        *(("AdministratorEmails", text) for text in ("ada@shop.example,", ",ada@shop.example", "a@x.y b@x.y")),
        ("AdministratorEmails", ",".join(["ada@shop.example"] * 6)),
        *(("AcmeContact", text) for text in ("ada", "ada@shop", "ada@shop.example?cc=bob@shop.example")),
        *(("SweepIntervalMinutes", text) for text in ("0", "-5", "7", "")),
        *(("AcmeDirectoryUrl", text) for text in ("", "http://ca.example/dir", "https://", "https://ca.example/ü")),
        *(("CheckNameserver", text) for text in ("dns.example:53", "127.0.0.1", "127.0.0.1:65536", "256.0.0.1:53")),
        ("AcmeDirectoryRootPem", "a root"),
        ("AcmeDirectoryRootPem", PEM.replace("CERTIFICATE", "PRIVATE KEY")),
        ("AcmeDirectoryRootPem", PEM + PEM.replace("CERTIFICATE", "PRIVATE KEY")),
        ("AcmeDirectoryRootPem", PEM.replace("CERTIFICATE", "PRIVATE KEY") + PEM),
        *(("ResourceTags", text) for text in ("team", "=pki", "team=", "team=a=b", "team=pki,", "aws:team=pki")),
        *(("ResourceTags", text) for text in ("AWS:team=pki", "a=b,aws:c=d", "team=aws:x", "a" * 128 + "=b", "a=ü")),
        ("ResourceTags", "a=" + "b" * 256),
        ("ResourceTags", ",".join(f"k{number}=v" for number in range(41))),
        *(("PermissionsBoundaryArn", text) for text in ("boundary", "arn:aws:iam::123456789012:role/boundary")),
        *((name, "0") for name, parameter in PARAMETERS.items() if parameter["Type"] == "Number"),
        *(("OrdersPerThreeHours", text) for text in ("", "many", "nan", "inf", "1_000", " 5", "5 s")),
    ],
)
def test_a_deployment_refuses_what_is_none(name: str, text: str) -> None:
    """With the parameter's ConstraintDescription as the reason."""
    assert not takes(name, text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("NoticeDays", text) for text in ("14,7,3,1", "14, 7, 3, 1", "3,7,14", "14,14", "398", "60,1")),
        *(("AdministratorEmails", text) for text in ("", "ada@shop.example", "ada.l+tls@mail.shop-1.example,b@x.yz")),
        ("CheckNameserver", "127.0.0.1:5353"),
        *(("AcmeDirectoryRootPem", PEM * 2), ("AcmeDirectoryRootPem", (PEM * 2).replace("\n", " "))),
        *(("AcmeDirectoryRootPem", (PEM * 2).replace("\n", "\\n")), ("AcmeDirectoryRootPem", "MIIBszCCAVmg/+==")),
        *(
            ("ResourceTags", text)
            for text in ("team=pki", "cost center=4711 B,a:b/c@d.e+f-g_h=awsome", "a=" + "b" * 255)
        ),
        ("ResourceTags", ",".join(f"k{number}=v" for number in range(40))),
        ("PermissionsBoundaryArn", "arn:aws-us-gov:iam::123456789012:policy/platform/limits"),
        ("PermissionsBoundaryArn", "arn:aws:iam::aws:policy/PowerUserAccess"),
    ],
)
def test_a_deployment_takes_what_people_write(name: str, text: str) -> None:
    """A bound that is too narrow would be as bad."""
    assert takes(name, text)


def test_every_default_is_accepted() -> None:
    """Whoever changes nothing deploys."""
    assert all(takes(name, str(parameter["Default"])) for name, parameter in PARAMETERS.items())
