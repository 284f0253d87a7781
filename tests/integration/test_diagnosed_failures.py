"""A check that fails costs nothing at the CA: the CA is not asked, however often the check is made.

For every code the check is scripted, for each is diagnosed for real in tests/integration/lookout; common mistakes are
checked for real here, too. The CA is a real Pebble, whose log says what it was asked to validate.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from certkeeper.adapters.lookout.lookout import ChallengeLookout
from certkeeper.domain.clock import utc_now
from certkeeper.domain.dns.findings import Expectation, Finding, FindingCode
from tests.integration.machine.aws.account import account
from tests.integration.machine.aws.calls import Calls
from tests.integration.machine.interpreter.execution import Status
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.machine.runs.issuance import Issuance
from tests.integration.machine.world.outside_world import OutsideWorld, outside
from tests.pebble_log import validated

DIAGNOSES = tuple(code for code in FindingCode if code is not FindingCode.READY)


@dataclass
class ScriptedLookout:
    """Finds this everywhere."""

    code: FindingCode = FindingCode.READY

    def check(self, expectations: Sequence[Expectation]) -> tuple[Finding, ...]:
        """See `Lookout.check`."""
        return tuple(
            Finding(one.name, one.challenge, self.code, one.where, one.expected, "seen", "advice", utc_now())
            for one in expectations
        )


@pytest.fixture(name="directory", scope="module")
def a_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where Pebble keeps its log."""
    return tmp_path_factory.mktemp("outside")


@pytest.fixture(scope="module")
def world(directory: Path) -> Iterator[OutsideWorld]:
    """A CA, DNS and a customer's site."""
    with outside(directory) as started:
        yield started


@pytest.fixture(name="script")
def a_script(monkeypatch: pytest.MonkeyPatch) -> ScriptedLookout:
    """In place of every check, the machine's and a person's."""
    script = ScriptedLookout()
    monkeypatch.setattr(ChallengeLookout, "check", lambda _, expectations: script.check(expectations))
    return script


@pytest.mark.parametrize("challenge", ["http-01", "dns-01"])
def test_no_diagnosed_failure_reaches_the_ca(
    world: OutsideWorld, directory: Path, script: ScriptedLookout, challenge: str
) -> None:
    """Every code in turn, found by the machine and then by a person; where all is well at last, the CA is asked."""
    with account(world.environment(), Calls()) as made:
        order = Issuance(made, world, name=f"{challenge}.example.test")
        order.put_scope()
        order.place(challenge=challenge)
        for code in DIAGNOSES:
            script.code = code
            assert order.advance() is Status.WAITING, code
            assert [finding["code"] for finding in shown(order)["findings"]] == [code]
            assert verified(order, challenge, key=code)["outcome"] == "not_ready"
            assert order.advance() is Status.WAITING, code
            assert not validated(directory, order.name), code
            made.let_verify_again(order.scope, order.order_id)
            made.machine.last.time_out()
        script.code = FindingCode.READY
        set_record(order)
        order.advance()
        assert list(order.unlike("valid")) == []
    assert validated(directory, order.name)


def nothing_done(_order: Issuance) -> None:
    """The person has not begun."""


def no_web_server(order: Issuance) -> None:
    """The name leads where nobody listens."""
    order.outside.dns.records.put(order.name, "A", ["127.0.0.2"])


def no_redirect(order: Issuance) -> None:
    """The site's owner has not added it."""
    order.outside.site.redirect_to = None


def redirect_home(order: Issuance) -> None:
    """To the front page, whatever is asked for: what follows the mark is never sent."""
    order.outside.site.redirect_to = f"http://127.0.0.1:{order.outside.site.port}/#"


def some_text(order: Issuance) -> None:
    """Not the value."""
    order.outside.dns.records.put(f"_acme-challenge.{order.name}", "TXT", ['"v=spf1 -all"'])


def older_value(order: Issuance) -> None:
    """Of an order before."""
    order.outside.dns.records.put(f"_acme-challenge.{order.name}", "TXT", [f'"{"A" * 43}"'])


def caa_of_another(order: Issuance) -> None:
    """Another CA may issue, this one may not."""
    set_record(order)
    order.outside.dns.records.put(order.name, "CAA", ['0 issue "rival.example"'])


@pytest.mark.parametrize(
    ("challenge", "mistake", "code"),
    [
        ("http-01", no_web_server, FindingCode.REFUSED),
        ("http-01", no_redirect, FindingCode.NOT_FOUND),
        ("http-01", redirect_home, FindingCode.WRONG_CONTENT),
        ("http-01", caa_of_another, FindingCode.CAA_FORBIDS),
        ("dns-01", nothing_done, FindingCode.NO_RECORD),
        ("dns-01", some_text, FindingCode.WRONG_RECORD),
        ("dns-01", older_value, FindingCode.STALE_RECORD),
        ("dns-01", caa_of_another, FindingCode.CAA_FORBIDS),
    ],
)
def test_a_mistake_that_is_seen_is_not_sent_to_the_ca(
    world: OutsideWorld, directory: Path, challenge: str, mistake: Callable[[Issuance], None], code: FindingCode
) -> None:
    """Checked for real."""
    redirect_to = world.site.redirect_to
    with account(world.environment(), Calls()) as made:
        order = Issuance(made, world, name=f"{mistake.__name__.replace('_', '-')}.{challenge}.example.test")
        order.put_scope()
        order.place(challenge=challenge, steps="manual")
        order.advance()
        mistake(order)
        answer = verified(order, challenge, key="verify")
        world.site.redirect_to = redirect_to
        assert (answer["outcome"], [finding["code"] for finding in answer["findings"]]) == ("not_ready", [code])
        assert order.advance() is Status.WAITING
    assert not validated(directory, order.name)


def shown(order: Issuance) -> Data:
    """The order as the API shows it."""
    path = {"scope": order.scope, "order_id": order.order_id}
    return order.account.handlers.call("get_order", "GET", path=path).document


def verified(order: Issuance, challenge: str, key: str) -> Data:
    """What a person learns who presses Verify."""
    path = {"scope": order.scope, "order_id": order.order_id}
    body = {"challenge": challenge}
    return order.account.handlers.call("verify_challenge", "POST", path=path, body=body, key=key).document


def set_record(order: Issuance) -> None:
    """As dns-01 needs it; for http-01 the site redirects to Certkeeper's responder."""
    for each in shown(order)["authorizations"][0]["challenges"]:
        if each["type"] == "dns-01":
            order.outside.dns.records.put(each["record_name"], "TXT", [f'"{each["record_value"]}"'])
