"""Every loop over items that have nothing to do with each other, with three of them, of which the middle one raises.

`BATCHES` is where a new loop has its place; `tests/architecture` checks that no function on a schedule is missing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from certkeeper.adapters.domain_names import LibraryNameRules
from certkeeper.domain.dns.solvers import Solver
from certkeeper.domain.events import Event, EventType
from certkeeper.domain.scopes import Scope, ScopeKind
from certkeeper.ports.events import UnfinishedEvent
from certkeeper.services.notices.repeat_events import repeat_events
from certkeeper.services.notices.subscribe_administrators import SubscriptionChanges, subscribe_administrators
from certkeeper.services.scopes.checks import ScopeChecks
from certkeeper.services.scopes.put_scope import ScopeRequest, put_scope
from tests.contracts.examples import NOW, new_id
from tests.contracts.rows.removals import a_deletion
from tests.contracts.rows.uploads import an_intent, done
from tests.contracts.subscriptions import in_scopes
from tests.fakes.dns.txt_records import FakeTxtRecords
from tests.fakes.failed_items import FailedItems
from tests.fakes.rows.administrators import FakeAdministrators
from tests.fakes.rows.scopes import FakeScopes
from tests.fakes.subscriptions import FakeSubscriptions
from tests.unit.domain.notices.examples import details
from tests.unit.services.account import Account
from tests.unit.services.world import World

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from certkeeper.domain.certificates.certificate import Certificate

    Scenario = Callable[[Exception, pytest.MonkeyPatch], "BatchOutcome"]

NAMES = ("one", "two", "three")


@dataclass(frozen=True)
class BatchOutcome:
    """What came of a run. `untouched`: the items besides the broken one that were not done.

    `failures` is what the run itself says failed, and `reported` what the log was given, by item.
    """

    broken: str
    untouched: Collection[str]
    failures: Collection[object]
    reported: Mapping[str, Exception]


def failing(method: Callable[..., Any], error: Exception, *broken: object) -> Callable[..., Any]:
    """The method, which raises `error` where one of its first two arguments is broken, or is of what is."""

    def call(*given: Any, **more: Any) -> Any:  # noqa: ANN401 - any port's
        if any(each in broken for each in given[:2]):
            raise error
        return method(*given, **more)

    return call


def uploads_that_cannot_be_finished(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Half-done uploads are finished or undone, beside one whose rows cannot be written."""
    account = Account()
    intents = [account.half_uploaded(name, digit) for name, digit in zip(NAMES, "123", strict=True)]
    ids = [each.upload_id for each in intents]
    patch.setattr(account.uploads, "commit", failing(account.uploads.commit, error, intents[1]))
    result = account.sweep()
    return BatchOutcome(ids[1], {ids[0], ids[2]} - {*result.finished}, result.unfinished, account.failed_items.raised)


def intents_that_cannot_be_read(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Half-done uploads are finished or undone, beside one whose intent somebody has made unreadable."""
    account = Account()
    ids = [account.half_uploaded(name, digit).upload_id for name, digit in zip(NAMES, "123", strict=True)]
    read_stored = account.uploads.read_intent

    def read(overdue: Any) -> Any:  # noqa: ANN401 - any reference to an intent
        if overdue.intent_id == ids[1]:
            raise error
        return read_stored(overdue)

    patch.setattr(account.uploads, "read_intent", read)
    result = account.sweep()
    return BatchOutcome(ids[1], {ids[0], ids[2]} - {*result.finished}, result.unfinished, account.failed_items.raised)


def removals_that_cannot_be_finished(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Half-done deletions are finished or undone, beside one whose secret cannot be taken away."""
    account = Account()
    removals = [a_deletion(account.certificate(name, digit)) for name, digit in zip(NAMES, "123", strict=True)]
    for each in removals:
        account.removals.delete(each)
    ids = [each.removal_id for each in removals]
    broken = removals[1].certificate.certificate_id
    patch.setattr(account.vault, "remove", failing(account.vault.remove, error, broken))
    result = account.sweep()
    going = {each.removal_id for each in removals if each.certificate.certificate_id in account.vault.on_the_way_out}
    return BatchOutcome(
        ids[1], {ids[0], ids[2]} - {*result.finished} - going, result.unfinished, account.failed_items.raised
    )


class FakeUnfinishedEvents:
    """`ports.events.UnfinishedEvents` in memory; two at a time, and each once in a run."""

    def __init__(self, *events: Event | None, others: int = 0) -> None:
        """`others` of another stack stand behind these."""
        self.held = {str(number): event for number, event in enumerate(events)}
        self._others = {f"other {number}" for number in range(others)}
        self.held |= dict.fromkeys(self._others)
        self._waiting = list(self.held)
        self._taken = Counter[str]()
        self.set_aside_ids: list[str] = []

    def next_run(self) -> None:
        """Show all messages again: their time out of sight is over."""
        self._waiting = list(self.held)

    def take(self) -> tuple[UnfinishedEvent, ...]:
        """See `UnfinishedEvents.take`."""
        batch, self._waiting = self._waiting[:2], self._waiting[2:]
        self._taken.update(batch)
        return tuple(
            UnfinishedEvent(
                receipt,
                self.held[receipt],
                f"m-{receipt}",
                of_another_stack=receipt in self._others,
                times_taken=self._taken[receipt],
            )
            for receipt in batch
        )

    def forget(self, event: UnfinishedEvent) -> None:
        """See `UnfinishedEvents.forget`."""
        del self.held[event.receipt]

    def set_aside(self, event: UnfinishedEvent) -> None:
        """See `UnfinishedEvents.set_aside`."""
        del self.held[event.receipt]
        self.set_aside_ids.append(event.message_id)


def an_event(certificate_id: str = "") -> Event:
    """Any."""
    type_ = EventType.CERTIFICATE_DELETED
    return Event(new_id(), type_, NOW, "shop", certificate_id or new_id(), "", details("s")[type_])


def events_that_cannot_be_repeated(error: Exception, _patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Events are reported after all, beside one that cannot be."""
    events, failed, delivered = [an_event() for _ in NAMES], FailedItems(), list[Event]()
    handler = failing(delivered.append, error, events[1])
    result = repeat_events(unfinished=FakeUnfinishedEvents(*events), handlers=(handler,), on_failure=failed)
    ids = {each.event_id for each in events if each not in delivered}
    return BatchOutcome(events[1].event_id, ids - {events[1].event_id}, result.unfinished, failed.raised)


def messages_that_cannot_be_forgotten(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Events are reported after all, beside one whose message cannot be deleted."""
    events, failed, delivered = [an_event() for _ in NAMES], FailedItems(), list[Event]()
    leftovers = FakeUnfinishedEvents(*events)
    broken = UnfinishedEvent("1", events[1], "m-1")
    patch.setattr(leftovers, "forget", failing(leftovers.forget, error, broken))
    result = repeat_events(unfinished=leftovers, handlers=(delivered.append,), on_failure=failed)
    return BatchOutcome(events[1].event_id, {*leftovers.held} - {"1"}, result.unfinished, failed.raised)


def messages_that_cannot_be_set_aside(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Events are reported after all, beside a message that is none and cannot be moved."""
    events, failed, delivered = [an_event(), None, an_event()], FailedItems(), list[Event]()
    leftovers = FakeUnfinishedEvents(*events)
    patch.setattr(leftovers, "set_aside", failing(leftovers.set_aside, error, UnfinishedEvent("1", None, "m-1")))
    result = repeat_events(unfinished=leftovers, handlers=(delivered.append,), on_failure=failed)
    return BatchOutcome("message m-1", {*leftovers.held} - {"1"}, result.unfinished, failed.raised)


ADDRESSES = tuple(f"{name}@shop.example" for name in NAMES)


def _subscribe(scopes: FakeScopes, subscriptions: FakeSubscriptions, failed: FailedItems) -> SubscriptionChanges:
    return subscribe_administrators(
        stack_administrators=(),
        scopes=scopes,
        subscriptions=subscriptions,
        administrators=FakeAdministrators(),
        on_failure=failed,
        now=NOW,
    )


def _subscribing(patch: pytest.MonkeyPatch, error: Exception, method: str, broken: object) -> BatchOutcome:
    """All three have another scope than they hear of."""
    subscriptions, failed = FakeSubscriptions(), FailedItems()
    subscriptions.held = {address: in_scopes("old") for address in ADDRESSES}
    scopes = FakeScopes(Scope("shop", ScopeKind.ZONE, "shop.example", NOW, administrators=ADDRESSES))
    patch.setattr(subscriptions, method, failing(getattr(subscriptions, method), error, broken))
    result = _subscribe(scopes, subscriptions, failed)
    untouched = {each for each, held in subscriptions.held.items() if held != in_scopes("shop")} - {ADDRESSES[1]}
    return BatchOutcome(f"arn:{ADDRESSES[1]}", untouched, result.unfinished, failed.raised)


def subscriptions_that_cannot_be_read(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Subscriptions are changed, beside one that SNS does not show."""
    subscription = FakeSubscriptions()
    subscription.held = {ADDRESSES[1]: None}
    return _subscribing(patch, error, "interest_of", *subscription.list())


def subscriptions_that_cannot_be_changed(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Subscriptions are changed, beside one that SNS leaves as it is."""
    subscription = FakeSubscriptions()
    subscription.held = {ADDRESSES[1]: None}
    return _subscribing(patch, error, "change", *subscription.list())


def _one_scope_each() -> FakeScopes:
    """A scope for each address."""
    each = zip(NAMES, ADDRESSES, strict=True)
    return FakeScopes(*(Scope(name, ScopeKind.ZONE, f"{name}.example", NOW, administrators=(by,)) for name, by in each))


def administrators_that_cannot_be_asked(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """New administrators are asked by the schedule, beside one whose address SNS does not take."""
    subscriptions, failed, scopes = FakeSubscriptions(), FailedItems(), _one_scope_each()
    patch.setattr(subscriptions, "subscribe", failing(subscriptions.subscribe, error, ADDRESSES[1]))
    result = _subscribe(scopes, subscriptions, failed)
    untouched = {ADDRESSES[0], ADDRESSES[2]} - {*subscriptions.asked}
    return BatchOutcome("new in two", untouched, result.unfinished, failed.raised)


def scopes_that_cannot_be_read(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Administrators are asked for the scopes that can be read, beside a scope whose row somebody has spoiled."""
    subscriptions, failed, scopes = FakeSubscriptions(), FailedItems(), _one_scope_each()
    scopes.spoiled = {"two"}
    patch.setattr(scopes, "error", error)
    result = _subscribe(scopes, subscriptions, failed)
    untouched = {ADDRESSES[0], ADDRESSES[2]} - {*subscriptions.asked}
    return BatchOutcome("scope two", untouched, result.unfinished, failed.raised)


def administrators_of_a_scope(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """New administrators are asked by whoever puts their scope, beside one whose address SNS does not take."""
    subscriptions, failed, scopes = FakeSubscriptions(), FailedItems(), FakeScopes()
    patch.setattr(subscriptions, "subscribe", failing(subscriptions.subscribe, error, ADDRESSES[1]))
    with pytest.raises(type(error)) as caught:
        put_scope(
            ScopeRequest("shop", ScopeKind.ZONE, "shop.example", administrators=ADDRESSES),
            scopes=scopes,
            checks=ScopeChecks(scopes, subscriptions, LibraryNameRules(), "", (), failed),
            now=NOW,
        )
    broken, failures = "administrator 1 of shop", ["administrator 1 of shop"] if caught.value is error else []
    return BatchOutcome(broken, {ADDRESSES[0], ADDRESSES[2]} - {*subscriptions.asked}, failures, failed.raised)


def _uploaded(world: World) -> list[Certificate]:
    """Three certificates, due in one shard."""
    world.renewals.shards = 1
    made = [done(world.uploads, an_intent(name, digit * 64)) for name, digit in zip(NAMES, "123", strict=True)]
    world.clock.now = NOW + timedelta(hours=1)
    return made


def certificates_that_cannot_be_processed(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Certificates are processed, beside one whose row cannot be written."""
    world = World()
    made = _uploaded(world)
    ids, save = [each.certificate_id for each in made], world.renewals.save
    processed: list[str] = []

    def saving(certificate: Certificate, due_at: Any) -> Certificate:  # noqa: ANN401 - a moment or none
        if certificate.certificate_id == ids[1]:
            raise error
        processed.append(certificate.certificate_id)
        return save(certificate, due_at)

    patch.setattr(world.renewals, "save", saving)
    swept = world.sweep()
    return BatchOutcome(
        ids[1], {ids[0], ids[2]} - {*processed}, [each for each, _ in swept.failed], world.failed_items.raised
    )


def events_in_an_outbox(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """What a certificate has to publish is published, beside an event that the bus does not take, and which stays."""
    world = World()
    first = _uploaded(world)[0]
    place, events = (first.scope, first.certificate_id), [an_event(first.certificate_id) for _ in NAMES]
    world.table.certificates[place] = replace(first, outbox=tuple(events))
    patch.setattr(world.events, "publish", failing(world.events.publish, error, events[1]))
    swept = world.sweep()
    assert world.failed_items.raised.pop(first.certificate_id) is error
    assert world.table.certificates[place].outbox == (events[1],)
    assert place in world.table.due
    failures = [events[1].event_id for each, name in swept.failed if (each, name) == (place[1], type(error).__name__)]
    untouched = {each.event_id for each in events if each not in world.events.published} - {events[1].event_id}
    return BatchOutcome(events[1].event_id, untouched, failures, world.failed_items.raised)


def shards_that_cannot_be_read(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """Certificates are processed, beside a part of the index that cannot be read."""
    world = World()
    world.renewals.shards = len(NAMES)
    due, read = world.renewals.due, list[int]()

    def shard(number: int, now: Any) -> Any:  # noqa: ANN401 - what `due` takes and gives
        if number == 1:
            raise error
        read.append(number)
        return due(number, now)

    patch.setattr(world.renewals, "due", shard)
    swept = world.sweep()
    untouched = {str(number) for number in (0, 2) if number not in read}
    return BatchOutcome("shard 1", untouched, [each for each, _ in swept.failed], world.failed_items.raised)


ZONES = {f"Z{number}": f"{name}.example.test" for number, name in enumerate(NAMES)}


def _presented() -> tuple[World, Any]:
    """An order with a TXT record in each of three zones."""
    world = World()
    world.txt_records = FakeTxtRecords(ZONES)
    for zone_id, name in ZONES.items():
        world.public_dns.delegated[name] = world.txt_records.name_servers(zone_id)
    order, _ = world.place(world.request(*ZONES.values(), challenge=None, solver=Solver.ROUTE53))
    world.open(order)
    world.present(order)
    assert len(world.txt_records.held) == len(ZONES)
    return world, order


def zones_that_cannot_be_cleaned(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """TXT records are removed, beside those of a zone that cannot be written; they stay on the order."""
    world, order = _presented()
    patch.setattr(world.txt_records, "remove", failing(world.txt_records.remove, error, "Z1"))
    with pytest.raises(type(error)) as caught:
        world.clean_up(order)
    assert [each.zone_id for each in world.stored(order).records_to_remove] == ["Z1"]
    untouched = {zone for zone, _ in world.txt_records.held} - {"Z1"}
    return BatchOutcome("Z1", untouched, ["Z1"] if caught.value is error else [], world.failed_items.raised)


def answers_that_cannot_be_removed(error: Exception, patch: pytest.MonkeyPatch) -> BatchOutcome:
    """TXT records are removed though the answers for http-01 cannot be."""
    world, order = _presented()

    def remove(_tokens: Sequence[str]) -> None:
        raise error

    patch.setattr(world.responder, "remove", remove)
    with pytest.raises(type(error)) as caught:
        world.clean_up(order)
    broken, untouched = "the answers for http-01", {zone for zone, _ in world.txt_records.held}
    return BatchOutcome(broken, untouched, [broken] if caught.value is error else [], world.failed_items.raised)


BATCHES: dict[str, tuple[Scenario, ...]] = {
    "api/put_scope": (administrators_of_a_scope,),
    "events/reconcile_certificates": (
        uploads_that_cannot_be_finished,
        intents_that_cannot_be_read,
        removals_that_cannot_be_finished,
    ),
    "events/repeat_events": (
        events_that_cannot_be_repeated,
        messages_that_cannot_be_forgotten,
        messages_that_cannot_be_set_aside,
    ),
    "events/subscribe_administrators": (
        subscriptions_that_cannot_be_read,
        subscriptions_that_cannot_be_changed,
        administrators_that_cannot_be_asked,
        scopes_that_cannot_be_read,
    ),
    "events/sweep_certificates": (
        certificates_that_cannot_be_processed,
        events_in_an_outbox,
        shards_that_cannot_be_read,
    ),
    "issuance/clean_up_challenges": (zones_that_cannot_be_cleaned, answers_that_cannot_be_removed),
}
"""The scenarios of each function that goes through several items, by its folder."""
