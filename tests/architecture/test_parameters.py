"""What a deployment accepts works, and what would not is refused by it, before anybody misses a notice."""

from __future__ import annotations

from itertools import pairwise
from os import environ
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.lookout.dns.resolver import Resolver
from certkeeper.entrypoints import settings
from infra.deploy.parameters import CONSTRAINTS, parameters_of
from tests.architecture.deployed import functions, template

if TYPE_CHECKING:
    from collections.abc import Callable

PARAMETERS: dict[str, dict[str, Any]] = template()["Parameters"]
DEPLOYED = parameters_of(template())
READ_AS = {
    variable: value["Ref"]
    for function in functions()
    for variable, value in function.environment.items()
    if isinstance(value, dict) and value.get("Ref") in PARAMETERS
}
"""The parameter that a variable of the environment has."""

READERS: dict[str, Callable[[], object]] = {
    "ACME_BINDING_SECRET": settings.acme_binding_secret,
    "ACME_CONTACT": settings.acme_contact,
    "ACME_DIRECTORY_URL": settings.acme_directory_url,
    "ACME_PROFILE": settings.acme_profile,
    "ACME_ROOT_PEM": settings.acme_root_pem,
    "CHECK_ALLOW_PRIVATE_ADDRESSES": settings.check_allow_private_addresses,
    "CHECK_DNS_PORT": settings.check_dns_port,
    "CHECK_HTTP_PORT": settings.check_http_port,
    "CHECK_NAMESERVER": lambda: Resolver(settings.check_nameserver()),
    "DELEGATION_ZONE": settings.delegation_zone,
    "DNS_EXTERNAL_ID": settings.dns_external_id,
    "DNS_ROLE_ARN": settings.dns_role_arn,
    "EVENT_BUS_NAME": settings.event_bus_name,
    "NOTICE_DAYS": settings.notice_days,
    "ORDERS_PER_THREE_HOURS": settings.orders_per_three_hours,
    "ORDER_LIFETIME_SECONDS": settings.order_lifetime,
    "RECOVERY_WINDOW_DAYS": settings.recovery_window,
    "VERIFY_INTERVAL_SECONDS": settings.verify_interval,
}
PRINTABLE = st.characters(min_codepoint=32, max_codepoint=126)


def accepted(parameter: dict[str, Any]) -> st.SearchStrategy[str]:
    """Everything that CloudFormation takes for a parameter, as the function gets it: a number may have a fraction."""
    if "AllowedValues" in parameter:
        return st.sampled_from(parameter["AllowedValues"]).map(str)
    if parameter["Type"] == "Number":
        least, most = parameter["MinValue"], parameter["MaxValue"]
        fractions = st.decimals(least, most, places=2)
        return st.integers(least, most).map(str) | fractions.map(str) | fractions.map("{:E}".format)
    return st.from_regex(parameter["AllowedPattern"], fullmatch=True, alphabet=PRINTABLE)


def takes(name: str, text: str) -> bool:
    """Whether a deployment with this text would begin."""
    return DEPLOYED[name].fault(text) is None


def read(variable: str, text: str) -> object:
    """The setting in an environment that has only this."""
    with patch.dict(environ, {variable: text}):
        return READERS[variable]()


def test_every_parameter_is_bounded() -> None:
    """By values, a pattern, or a least and a most."""
    for name, parameter in PARAMETERS.items():
        bounds = {"MinValue", "MaxValue"} if parameter["Type"] == "Number" else {"AllowedPattern"}
        assert "AllowedValues" in parameter or bounds <= parameter.keys(), name


def test_make_deploy_judges_by_every_constraint_that_the_template_has() -> None:
    """One that it does not know would be met after the build, in CloudFormation's words."""
    for name, parameter in PARAMETERS.items():
        told = {"Type", "Default", "Description", "ConstraintDescription", "NoEcho"}
        assert parameter.keys() - told <= CONSTRAINTS, name
        assert parameter["Type"] in {"String", "Number"}, name
        assert {"Default", "Description"} <= parameter.keys(), name


@pytest.mark.parametrize("name", sorted(name for name, each in PARAMETERS.items() if each["Type"] == "Number"))
@given(data=st.data())
def test_make_deploy_refuses_no_number_that_cloudformation_takes(name: str, data: st.DataObject) -> None:
    """A person could not get past it."""
    assert takes(name, data.draw(accepted(PARAMETERS[name])))


def test_every_parameter_that_code_reads_is_tried_here() -> None:
    """A new one must not be forgotten."""
    assert READ_AS.keys() == READERS.keys()


@pytest.mark.parametrize("variable", sorted(READERS))
@given(data=st.data())
def test_what_the_template_accepts_the_code_reads(variable: str, data: st.DataObject) -> None:
    """A setting that raises would be an answer of 500 to everybody, and a sweep that fails each time."""
    read(variable, data.draw(accepted(PARAMETERS[READ_AS[variable]])))


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
        ("AcmeDirectoryRootPem", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" * 2),
    ],
)
def test_a_deployment_takes_what_people_write(name: str, text: str) -> None:
    """A bound that is too narrow would be as bad."""
    assert takes(name, text)


def test_every_default_is_accepted() -> None:
    """Whoever changes nothing deploys."""
    assert all(takes(name, str(parameter["Default"])) for name, parameter in PARAMETERS.items())
