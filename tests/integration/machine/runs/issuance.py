"""One order, as a person and the machine take it through: the person repeats what got no answer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count

from certkeeper.adapters.aws.clients import client
from infra.local.dns.hosted_zones import HostedZones
from tests.integration.machine.aws.account_contents import Account
from tests.integration.machine.aws.calls import Crash
from tests.integration.machine.interpreter.execution import Status
from tests.integration.machine.interpreter.handlers import Answer
from tests.integration.machine.interpreter.state_data import Data
from tests.integration.machine.world.outside_world import OutsideWorld

SCOPE = "shop"
DOMAIN = "example.test"
NAME = "shop.example.test"
FOR_GOOD = {"reason": "cessationOfOperation"}
"""What is revoked so has no successor."""
CA_AT_WORK = frozenset({"answer_challenges", "finalize_order"})
"""After these tasks the CA has something to do by itself."""


@dataclass
class Issuance:
    """What a person does, with the same Idempotency-Key however often.

    `moments` counts the ends of tasks and of the machine's runs. At the one numbered `late_at`, all tasks come again.
    """

    account: Account
    outside: OutsideWorld
    name: str = NAME
    scope: str = SCOPE
    order_id: str = ""
    late_at: int | None = None
    moments: int = 0

    def __post_init__(self) -> None:
        self.account.machine.after_task = self._pass_time

    def put_scope(self) -> None:
        """An administrator says what may be ordered for."""
        self._call("put_scope", "PUT", path={"scope": self.scope}, body={"kind": "zone", "domain": DOMAIN})

    def place(self, **wish: str) -> None:
        """Orders a certificate."""
        body = {"names": [self.name], **wish}
        answer = self._call("place_order", "POST", path={"scope": self.scope}, body=body, key=f"place-{self.name}")
        assert answer.status == 202, answer
        self.order_id = answer.document["order_id"]

    def place_once(self, **wish: str) -> None:
        """Orders a certificate, and does not ask again where the answer is lost."""
        with suppress(Crash):
            self.account.handlers.call(
                "place_order",
                "POST",
                path={"scope": self.scope},
                body={"names": [self.name], **wish},
                key=f"place-{self.name}",
            )
        self.order_id = self.account.rows("SCOPE#", "#ORDERS")[0]["sk"]

    def verify(self) -> Answer:
        """Says that the challenge is in place."""
        return self._call("verify_challenge", "POST", path=self._path, body={"challenge": "http-01"}, key="verify")

    def issue(self) -> Answer:
        """Asks for the certificate."""
        return self._call("issue_certificate", "POST", path=self._path, key="issue")

    def cancel(self) -> Answer:
        """Wants no certificate any more."""
        return self._call("cancel_order", "DELETE", path=self._path)

    def renew(self) -> Answer:
        """Wants the certificate renewed now."""
        answer = self._call("renew_certificate", "POST", path=self._certificate, body={}, key="renew")
        assert answer.status == 202, answer
        return answer

    def renew_once(self) -> None:
        """The same, and does not ask again where the answer is lost."""
        with suppress(Crash):
            self.account.handlers.call("renew_certificate", "POST", path=self._certificate, body={}, key="renew")

    def revoke(self) -> Answer:
        """Has the CA take the certificate back, and wants no other."""
        answer = self._call("revoke_certificate", "POST", path=self._certificate, body=FOR_GOOD)
        assert answer.status == 200, answer
        return answer

    def revoke_once(self) -> None:
        """The same, and does not ask again where the answer is lost."""
        with suppress(Crash):
            self.account.handlers.call("revoke_certificate", "POST", path=self._certificate, body=FOR_GOOD)

    @contextmanager
    def own_zone(self) -> Iterator[None]:
        """The domain is in a hosted zone of the account; DNS knows what stands there at any moment."""
        self.account.make_zone(DOMAIN)
        records = self.outside.dns.records
        records.zones = HostedZones(client("route53"), clock=count().__next__)
        try:
            yield
        finally:
            records.zones = None

    def advance(self) -> Status | None:
        """Lets the machine run until it ends or waits."""
        status = self.account.machine.advance()
        self._moment_passes()
        return status

    def let_expire(self) -> None:
        """The deadline passes, and with it the time that the machine waits."""
        self.account.set_deadline(self.scope, self.order_id, datetime.now(UTC) - timedelta(minutes=1))
        self.account.machine.last.time_out()

    def unlike(self, wanted: str) -> Iterator[str]:
        """Whether the order has ended otherwise than it should."""
        for row in self.account.rows("SCOPE#", "#ORDERS"):
            if row["status"] != wanted:
                yield f"the order is {row['status']}"

    def deliver_late(self) -> None:
        """Everything that was delivered so far comes once more, the last first; the machine hears nothing of it."""
        for task, given in reversed(tuple(self.account.machine.delivered)):
            self.account.machine.deliver_unasked(task, given)

    def _pass_time(self, task: str) -> None:
        """The CA does its part, so that every run polls alike."""
        if task in CA_AT_WORK:
            self.outside.work.wait()
        self._moment_passes()

    def _moment_passes(self) -> None:
        if self.moments == self.late_at:
            self.deliver_late()
        self.moments += 1

    @property
    def _path(self) -> dict[str, str]:
        return {"scope": self.scope, "order_id": self.order_id}

    @property
    def _certificate(self) -> dict[str, str]:
        (row,) = self.account.rows("SCOPE#", "#CERTIFICATES")
        return {"scope": self.scope, "certificate_id": row["certificate_id"]}

    def _call(
        self, operation: str, method: str, *, path: dict[str, str], body: Data | None = None, key: str = ""
    ) -> Answer:
        call = partial(self.account.handlers.call, operation, method, path=path, body=body, key=key)
        try:
            return call()
        except Crash:
            self.account.machine.advance()  # which does not wait for people to try again
            return call()
