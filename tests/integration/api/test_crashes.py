"""A crash before and after each call of what changes row and secret: after one sweep they belong together again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.aws.clients import client
from certkeeper.domain.clock import to_text, utc_now
from functions.events.reconcile_certificates import app as reconciler
from tests.integration.api.certificate_files import leaf, pem
from tests.integration.api.consistency import loose_ends
from tests.integration.machine.aws.calls import Calls, Crash, Point, distinct
from tests.integration.machine.aws.intercepted_calls import watch
from tests.integration.machine.interpreter.handlers import Context

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.integration.api.conftest import Api

    Act = Callable[[Api, str], None]

LATER = timedelta(minutes=11)
NEW, NEXT = leaf("new.shop.example"), leaf("next.shop.example", days=81)


def nothing(_api: Api, _certificate_id: str) -> None:
    """Before most actions nothing has to be."""


def upload(api: Api, _certificate_id: str) -> None:
    """Something new."""
    api.call("upload_certificate", scope="all", body=pem(NEW), headers={"Idempotency-Key": "click"})


def upload_successor(api: Api, certificate_id: str) -> None:
    """A further version of what is there."""
    meant = pem(NEXT, confirmed={"version": 1, "losses": ["names_lost"]})
    api.call("upload_version", scope="all", certificate_id=certificate_id, body=meant)


def delete(api: Api, certificate_id: str) -> None:
    """Away with it."""
    api.call("delete_certificate", scope="all", certificate_id=certificate_id)


def restore(api: Api, certificate_id: str) -> None:
    """Back with it."""
    api.call("restore_certificate", scope="all", certificate_id=certificate_id)


@dataclass(frozen=True)
class Action:
    """What is done at which every call is a place to die, and what comes before. `end`: how the certificate ends."""

    do: Act
    end: str = "active"
    before: Act = nothing

    def __str__(self) -> str:
        return self.do.__name__


ACTIONS = (Action(upload), Action(upload_successor), Action(delete, "deleted"), Action(restore, before=delete))


def sweep() -> None:
    """The reconciler, when whoever was at work must have ended."""
    for cached in vars(reconciler).values():
        if hasattr(cached, "cache_clear"):
            cached.cache_clear()
    reconciler.handler({"time": to_text(utc_now() + LATER)}, Context("reconcile_certificates"))


def run(api: Api, action: Action, calls: Calls) -> list[str]:
    """What is loose after the action, the sweep and another try of the action."""
    first = api.call("upload_certificate", scope="all", body=pem(leaf("first.shop.example"))).document
    certificate_id = first["certificate_id"]
    action.before(api, certificate_id)
    with pytest.MonkeyPatch.context() as patch:
        watch(calls, patch)
        try:
            with calls.within(str(action)):
                action.do(api, certificate_id)
        except Crash:
            api.restart()
    sweep()
    found = loose_ends(api)
    action.do(api, certificate_id)
    shown = api.call("get_certificate", scope="all", certificate_id=certificate_id).document
    unlike = [] if shown["status"] == action.end else [f"it is {shown['status']}"]
    return [*found, *loose_ends(api), *unlike]


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_a_crash_at_any_call_leaves_nothing_loose_after_one_sweep(fresh_api: Callable[[], Any], action: Action) -> None:
    """Finished or undone; and whoever tries again gets what was wanted, once."""
    calls = Calls()
    with fresh_api() as api:
        assert run(api, action, calls) == []
    points = distinct(calls.points())
    assert len(points) > 6
    wrong: dict[str, list[str]] = {}
    for point in points:
        if found := _crashed(fresh_api, action, point):
            wrong[str(point)] = found
    assert wrong == {}


@pytest.mark.parametrize("action", ACTIONS, ids=str)
def test_what_is_delivered_twice_is_done_once(api: Api, action: Action) -> None:
    """API Gateway and clients repeat; so does EventBridge with a sweep, also of what is not due."""
    first = api.call("upload_certificate", scope="all", body=pem(leaf("first.shop.example"))).document
    action.before(api, first["certificate_id"])
    action.do(api, first["certificate_id"])
    rows = api.rows()
    for _ in range(2):
        action.do(api, first["certificate_id"])
        sweep()
    assert api.rows() == rows
    assert loose_ends(api) == []


def test_a_restoration_whose_name_is_taken_leaves_it_deleted(api: Api) -> None:
    """Its secret goes again, at once; with the name free again it comes back."""
    first = api.call("upload_certificate", scope="all", body=pem(leaf("first.shop.example"))).document
    delete(api, first["certificate_id"])
    taker = api.call("upload_certificate", scope="all", body=pem(leaf("first.shop.example"))).document
    refused = api.call("restore_certificate", scope="all", certificate_id=first["certificate_id"])
    assert (refused.status, refused.problem) == (409, "name-taken")
    assert loose_ends(api) == []
    delete(api, taker["certificate_id"])
    assert api.call("restore_certificate", scope="all", certificate_id=first["certificate_id"]).status == 200
    assert loose_ends(api) == []


def test_a_sweep_sets_right_what_one_overtaken_deletion_has_left(api: Api) -> None:
    """A deletion that goes on after the certificate was restored sends a secret away that shall stay."""
    first = api.call("upload_certificate", scope="all", body=pem(leaf("first.shop.example"))).document
    certificate_id = first["certificate_id"]
    secrets = client("secretsmanager")

    def restored_meanwhile(**_: object) -> None:
        secrets.meta.events.unregister("before-call.secrets-manager.DeleteSecret", restored_meanwhile)
        restore(api, certificate_id)

    secrets.meta.events.register("before-call.secrets-manager.DeleteSecret", restored_meanwhile)
    delete(api, certificate_id)
    assert loose_ends(api) != []
    sweep()
    assert loose_ends(api) == []
    assert api.call("get_certificate", scope="all", certificate_id=certificate_id).document["status"] == "active"


def _crashed(fresh_api: Callable[[], Any], action: Action, point: Point) -> list[str]:
    calls = Calls(point)
    with fresh_api() as api:
        found = run(api, action, calls)
    assert calls.crashed
    return found
