"""Orders as a person sees them: what to do, how it goes, how it ends, and that leaving stops nothing."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from certkeeper_cli.commands.orders.polling import TIMEOUT_SECONDS, Timer
from certkeeper_cli.commands.orders.waiting import wait_until_ended, wait_until_opened
from certkeeper_cli.errors import CommandError, NotYetError, OrderFailedError
from certkeeper_cli.invocation import ApiOptions, Invocation
from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.documents import INVALID, ORDER_ID, PENDING, SUMMARY, VALID, VERIFIED, page
from tests.integration.cli.fake_api import Call, FakeApi, Reply, problem

ORDER = f"GET /scopes/shop/orders/{ORDER_ID}"
VERIFICATION = f"POST /scopes/shop/orders/{ORDER_ID}/verification"
ISSUANCE = f"POST /scopes/shop/orders/{ORDER_ID}/issuance"
BACK = f"certkeeper orders --scope shop {ORDER_ID} --wait"


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, *, interrupt_at: float = float("inf")) -> None:
        self.now = 0.0
        self._interrupt_at = interrupt_at

    def sleep(self, seconds: float) -> None:
        """Pass; Ctrl-C comes when its time has come."""
        self.now += seconds
        if self.now >= self._interrupt_at:
            raise KeyboardInterrupt

    @property
    def timer(self) -> Timer:
        """For `poll_order`."""
        return Timer(lambda: self.now, self.sleep)


@pytest.fixture
def invocation(api_url: str) -> Invocation:
    """A person who reads."""
    return Invocation(ApiOptions(api_url, None, None, "certkeeper"), "table")


def answering(*replies: Reply) -> Callable[[Call], Reply]:
    """One after the other, the last for ever."""
    left = list(replies)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


def test_an_order_says_what_to_do(
    api: FakeApi, invocation: Invocation, capsys: pytest.CaptureFixture[str], api_url: str
) -> None:
    """The file to serve or the redirect, what was expected and seen, and what may be called."""
    api.answers = answering(Reply(200, PENDING | {"authorizations": [], "findings": []}), Reply(200, PENDING))
    wait_until_opened(invocation, SUMMARY, timer=Clock().timer)
    out = capsys.readouterr().out
    challenge = PENDING["authorizations"][0]["challenges"][0]
    for text in (
        challenge["url"],
        challenge["content"],
        "redirect",
        f"{api_url}/.well-known/acme-challenge/",
        "not_found",
        PENDING["findings"][0]["advice"],
        f"certkeeper verify --scope shop {ORDER_ID}",
        f"certkeeper cancel --scope shop {ORDER_ID}",
        PENDING["deadline"],
    ):
        assert text in out
    assert "_acme-challenge" not in out, "the order has chosen http-01"


def test_an_order_that_waits_for_a_record_says_which_and_in_which_zone(
    api: FakeApi, invocation: Invocation, capsys: pytest.CaptureFixture[str]
) -> None:
    """Where any challenge may be chosen both are shown."""
    api.always(Reply(200, PENDING | {"challenge": None}))
    wait_until_opened(invocation, SUMMARY, timer=Clock().timer)
    out = capsys.readouterr().out
    http, dns = PENDING["authorizations"][0]["challenges"]
    for text in (http["url"], dns["record_name"], dns["record_value"], "in zone  shop.example"):
        assert text in out


def test_waiting_says_what_changes_and_ends_well(
    api: FakeApi, invocation: Invocation, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each change once on standard error, the end on standard output."""
    api.answers = answering(*[Reply(200, PENDING)] * 3, Reply(200, PENDING | {"status": "ready"}), Reply(200, VALID))
    wait_until_ended(invocation, SUMMARY, timer=Clock().timer)
    said = capsys.readouterr()
    assert [line.partition(":")[0] for line in said.err.splitlines()] == ["pending", "ready", "valid"]
    assert f"certkeeper export --scope shop {VALID['certificate_id']}" in said.out


def test_an_order_that_fails(api: FakeApi, invocation: Invocation, capsys: pytest.CaptureFixture[str]) -> None:
    """Its reason once, the CA's own words, and exit 1."""
    api.always(Reply(200, INVALID))
    with pytest.raises(OrderFailedError, match=r"there is no certificate, the order is invalid$") as failed:
        wait_until_ended(invocation, SUMMARY, timer=Clock().timer)
    assert failed.value.status == 1
    out = capsys.readouterr().out
    assert "CAA forbids it" in out
    assert "urn:ietf:params:acme:error:caa" in out


def test_ctrl_c_leaves_the_order_running(
    api: FakeApi, invocation: Invocation, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 3, how to come back, and the order as it was seen last."""
    api.always(Reply(200, PENDING))
    with pytest.raises(NotYetError) as left:
        wait_until_ended(invocation, SUMMARY, timer=Clock(interrupt_at=30).timer)
    assert left.value.status == 3
    assert BACK in left.value.advice
    assert ORDER_ID in capsys.readouterr().out
    assert {call.method for call in api.calls} == {"GET"}


def test_time_runs_out(api: FakeApi, api_url: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 3, and a script still learns the order's id."""
    api.always(Reply(200, PENDING))
    clock = Clock()
    with pytest.raises(NotYetError, match="60 s") as late:
        wait_until_ended(
            Invocation(ApiOptions(api_url, None, None, "certkeeper"), "json"), SUMMARY, timeout=60, timer=clock.timer
        )
    assert BACK in late.value.advice
    assert clock.now == pytest.approx(60)
    assert json.loads(capsys.readouterr().out) == PENDING


def test_an_order_is_checked_less_often_as_time_goes_by(api: FakeApi, invocation: Invocation) -> None:
    """An hour costs some hundred calls."""
    api.always(Reply(200, PENDING))
    with pytest.raises(NotYetError):
        wait_until_ended(invocation, SUMMARY, timeout=3600, timer=Clock().timer)
    assert 100 < len(api.calls) < 500


@pytest.mark.parametrize(
    "passing", [problem(503, "unavailable", "in a moment"), problem(429, "throttled", "too many")], ids=["503", "429"]
)
def test_a_check_that_fails_for_a_moment_is_tried_again(api: FakeApi, invocation: Invocation, passing: Reply) -> None:
    """The order does not notice either."""
    api.answers = answering(Reply(200, PENDING), passing, passing, Reply(200, VALID))
    wait_until_ended(invocation, SUMMARY, timer=Clock().timer)
    assert len(api.calls) == 4


def test_checks_that_fail_for_long_end_the_waiting(api: FakeApi, invocation: Invocation) -> None:
    """With the reason, and how to come back."""
    api.always(problem(503, "unavailable", "A service does not answer"))
    clock = Clock()
    with pytest.raises(CommandError, match="does not answer") as trouble:
        wait_until_ended(invocation, SUMMARY, timer=clock.timer)
    assert BACK in trouble.value.advice
    assert TIMEOUT_SECONDS < clock.now < 2 * TIMEOUT_SECONDS


def test_a_check_that_is_refused_ends_the_waiting_at_once(api: FakeApi, invocation: Invocation) -> None:
    """Trying again does not help, and the order goes on."""
    api.answers = answering(Reply(200, PENDING), problem(403, "forbidden", "The caller may not do this"))
    with pytest.raises(CommandError, match="may not") as refused:
        wait_until_ended(invocation, SUMMARY, timer=Clock().timer)
    assert BACK in refused.value.advice
    assert len(api.calls) == 2


def test_verify_that_finds_something_missing_is_not_yet(certkeeper: Certkeeper, api: FakeApi, api_url: str) -> None:
    """Exit 3: expected, seen, what to change, and when to check again."""
    assert api_url
    verified: dict[str, Any] = VERIFIED | {"outcome": "not_ready", "findings": PENDING["findings"]}
    api.always(Reply(200, verified))
    outcome = certkeeper("verify", "--scope", "shop", ORDER_ID)
    assert outcome.status == 3
    finding = PENDING["findings"][0]
    assert finding["expected"] in outcome.out
    assert finding["advice"] in outcome.out
    assert verified["next_verify_at"] in outcome.err


@pytest.mark.parametrize(
    ("command", "allowed", "status"),
    [
        ("issue", ["verify", "cancel"], 3),
        ("issue", ["cancel"], 3),
        ("issue", [], 1),
        ("verify", ["cancel"], 3),
        ("verify", ["issue", "cancel"], 1),
        ("verify", [], 1),
    ],
)
def test_a_step_before_its_turn_is_not_yet_and_after_it_a_failure(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, command: str, allowed: list[str], status: int
) -> None:
    """And what may be called is said."""
    assert api_url
    api.always(problem(409, "out-of-order", "This step is not possible now", allowed=allowed))
    outcome = certkeeper(command, "--scope", "shop", ORDER_ID)
    assert outcome.status == status
    assert all(action in outcome.err for action in allowed)


def test_a_check_too_soon_is_not_yet(certkeeper: Certkeeper, api: FakeApi, api_url: str) -> None:
    """Exit 3, and when."""
    assert api_url
    again = "2026-01-15T12:06:00Z"
    detail = f"the challenges can be verified again at {again}; nothing is lost until then"
    api.always(problem(429, "too-soon", "The last check was only a moment ago", detail=detail, next_verify_at=again))
    outcome = certkeeper("verify", "--scope", "shop", ORDER_ID)
    assert outcome.status == 3
    assert outcome.err.count(again) == 1


def test_manual_steps_from_the_shell(certkeeper: Certkeeper, api: FakeApi, api_url: str) -> None:
    """Verify and issue, waiting for the end."""
    assert api_url
    api.routes(
        {
            VERIFICATION: Reply(202, VERIFIED),
            ISSUANCE: Reply(202, SUMMARY),
            ORDER: Reply(200, VALID),
            "GET /scopes/shop/orders": Reply(200, page(SUMMARY)),
        }
    )
    assert certkeeper("verify", "--scope", "shop", "shop").status == 0
    outcome = certkeeper("issue", "--scope", "shop", ORDER_ID, "--wait")
    assert outcome.status == 0
    assert "valid" in outcome.out


def test_how_to_come_back_names_the_api_that_was_named(certkeeper: Certkeeper, api: FakeApi, api_url: str) -> None:
    """What was an argument is one again; what the environment says it says again."""
    api.always(Reply(200, PENDING))
    assert f"--url {api_url}" not in certkeeper("orders", "--scope", "shop", ORDER_ID).out
    assert f"{BACK} --url {api_url}" in certkeeper("orders", "--scope", "shop", ORDER_ID, "--url", api_url).out
