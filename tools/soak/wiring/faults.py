"""Injected faults, drawn from one seeded source, so that a seed gives the same year again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

from certkeeper.adapters.acme.conversation import MAX_NONCE_ATTEMPTS
from certkeeper.domain.errors import TransientError
from tests.integration.machine.aws.calls import Crash

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from random import Random

    from certkeeper.domain.clock import Clock

    T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FaultRates:
    """Shares of calls: 0.3 is 30 %. `throttled` and `crashes` are of calls of AWS, the others of requests to the CA."""

    refused_nonces: float = 0.30
    server_errors: float = 0.05
    throttled: float = 0.01
    crashes: float = 0.001


DEFAULT_RATES = FaultRates()
NO_FAULTS = FaultRates(refused_nonces=0, server_errors=0, throttled=0, crashes=0)


@dataclass
class FaultInjector:
    """`outages` are the CA's, `pauses` are times without sweeps, each from and until. `injected` counts the faults.

    No fault is injected from `calm_from` on, so that what is still open at the end has been forgotten.
    """

    clock: Clock
    random: Random
    fault_rates: FaultRates
    calm_from: datetime
    outages: list[tuple[datetime, datetime]] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)
    injected: dict[str, int] = field(default_factory=dict)

    def call_aws(self, call: Callable[[], T]) -> T:
        """Make a call of an AWS service and return its result, or inject a fault.

        Raises TransientError for a throttled call, and Crash where the process ends before or after the call.
        """
        drawn = self.random.random()
        fault_rates = self._fault_rates
        if drawn < fault_rates.crashes:
            before = drawn < fault_rates.crashes / 2
            if not before:
                call()
            self._count(f"crashes {'before' if before else 'after'} a call")
            raise Crash
        if drawn < fault_rates.crashes + fault_rates.throttled:
            self._count("throttled calls")
            raise TransientError("throttled")
        return call()

    def call_ca(self, request: Callable[[], T]) -> T:
        """Send a request to the CA and return its answer, or inject a fault.

        A refused nonce is repeated as often as by the adapter. Raises TransientError; the request may have been made.
        """
        fault_rates = self._fault_rates
        if self.out:
            self._count("requests while the CA is out")
            raise TransientError("the CA is out of reach")
        for tries in range(MAX_NONCE_ATTEMPTS):
            if self.random.random() >= fault_rates.refused_nonces:
                break
            self._count("refused nonces")
            if tries == MAX_NONCE_ATTEMPTS - 1:
                raise TransientError("badNonce, again and again")
        drawn = self.random.random()
        if drawn >= fault_rates.server_errors:
            return request()
        self._count("server errors")
        if drawn < fault_rates.server_errors / 2:
            request()
        raise TransientError("the CA answered 500")

    @property
    def out(self) -> bool:
        """Whether the CA is out of reach now."""
        return _within(self.outages, self.clock())

    @property
    def sweeps_paused(self) -> bool:
        """Whether nobody sweeps now."""
        return _within(self.pauses, self.clock())

    @property
    def _fault_rates(self) -> FaultRates:
        return NO_FAULTS if self.clock() >= self.calm_from else self.fault_rates

    def _count(self, what: str) -> None:
        self.injected[what] = self.injected.get(what, 0) + 1


def for_hours(begin: datetime, hours: float) -> tuple[datetime, datetime]:
    """Return the span that begins at a moment and lasts so many hours: from and until."""
    return begin, begin + timedelta(hours=hours)


def _within(spans: list[tuple[datetime, datetime]], now: datetime) -> bool:
    return any(begin <= now < end for begin, end in spans)
