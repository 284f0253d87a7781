"""The report: what failed is not known, what is bad comes first, and nothing of the account is in it."""

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from infra.probe.__main__ import LAST, READING
from infra.probe.checks import writing
from infra.probe.finding import Check, Finding, Verdict, bad, good
from infra.probe.redaction import redacted
from infra.probe.report import report
from infra.probe.run import run
from infra.probe.target import Target
from tests.unit.probe.targets import ACCOUNT, target

HERE = target()


def check(name: str, *, raises: Exception | None = None, finding: Finding | None = None) -> Check:
    """A check that finds this, or fails."""

    def ask(_target: Target) -> Finding:
        if raises:
            raise raises
        assert finding
        return finding

    return Check(name, "asked", "docs/operate/deploy.md", ask)


@pytest.mark.parametrize(
    ("reason", "came"),
    [
        (
            ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "ListFunctions"),
            "ListFunctions: AccessDenied: no",
        ),
        (KeyError("ApiUrl"), "KeyError: 'ApiUrl'"),
        (TimeoutError("x" * 1000), "TimeoutError: " + "x" * 386),
    ],
)
def test_a_check_that_fails_is_not_known_and_the_others_go_on(reason: Exception, came: str) -> None:
    """It is never taken for good."""
    checks = [check("fails", raises=reason), check("goes on", finding=good("yes", "fine"))]
    said: list[str] = []
    (_, failed), (_, other) = run(checks, HERE, said.append)
    assert (failed.verdict, failed.came) == (Verdict.NOT_KNOWN, came)
    assert other.verdict is Verdict.GOOD
    assert said == ["fails ...", "goes on ..."]


def test_what_is_bad_comes_first_and_each_finding_stands_with_its_document() -> None:
    """Five lines for each."""
    checks = [check("fine", finding=good("yes", "fine")), check("ill", finding=bad("no\n# no", "mend it"))]
    text = report(HERE, list(run(checks, HERE, lambda _: None)), hide=())
    assert text.index("## BAD: ill") < text.index("## GOOD: fine")
    assert "- came: no # no\n- means: mend it\n- see: docs/operate/deploy.md" in text
    assert "1 good, 1 bad, 0 not known" in text


def test_account_addresses_and_names_are_not_in_the_report() -> None:
    """Whatever a check has found."""
    came = (
        f"arn:aws:iam::{ACCOUNT}:role/x for ops.team+x@mail.example.org at https://abcde12345.execute-api.eu-west-1.x"
        " and www.shop.example, shop.example, workshop.example"
    )
    text = report(HERE, [(check("x"), bad(came, "x"))], hide={"shop.example", "www.shop.example", ""})
    assert (
        "arn:aws:iam::<account>:role/x for <address> at https://<api>.execute-api.eu-west-1.x"
        " and <name>, <name>, workshop.example" in text
    )


@given(st.text("ab.-", min_size=1), st.lists(st.text("ab.-", min_size=1), max_size=3))
def test_no_name_is_left_between_blanks(name: str, others: list[str]) -> None:
    """Of several, the longest goes first."""
    assert f" {name} " not in redacted(f"x {name} y", {name, *others})


def test_ids_of_orders_stay() -> None:
    """A UUID ends with twelve characters that may all be digits."""
    order = "01989d2c-0000-7000-8000-000000000001"
    assert redacted(f"order {order}", ()) == f"order {order}"


def test_every_check_has_a_name_of_its_own() -> None:
    """A report names them."""
    names = [each.name for each in (*READING, *writing.CHECKS, *LAST)]
    assert len({*names}) == len(names)
