"""The contract of `ports.challenges.Responder`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certkeeper.domain.errors import NotFoundError
from certkeeper.ports.challenges import Responder
from tests.contracts.examples import NOW

UNTIL = NOW + timedelta(days=7)


class ResponderContract:
    """Give a fixture `responder`: nothing presented."""

    def test_what_is_presented_is_answered(self, responder: Responder) -> None:
        """For as many tokens as an order can have, also where one comes twice."""
        tokens = [f"token-{number}" for number in range(100)]
        responder.present([*tokens, tokens[0]], "print", UNTIL)
        assert {responder.thumbprint(token) for token in tokens} == {"print"}

    def test_presenting_twice_is_once(self, responder: Responder) -> None:
        """A repeated task does no harm."""
        responder.present(["token"], "print", UNTIL)
        responder.present(["token"], "print", UNTIL)
        assert responder.thumbprint("token") == "print"

    def test_what_is_removed_is_answered_no_more(self, responder: Responder) -> None:
        """And nothing else is touched."""
        responder.present(["one", "two"], "print", UNTIL)
        responder.remove(["one", "one", "never"])
        assert responder.thumbprint("two") == "print"
        with pytest.raises(NotFoundError):
            responder.thumbprint("one")

    def test_nothing_to_present_is_no_error(self, responder: Responder) -> None:
        """An order may have no http-01 challenge left."""
        responder.present([], "print", UNTIL)
        responder.remove([])

    @pytest.mark.parametrize("token", ["never", "", "x" * 5000, "\0", "é" * 1000])
    def test_what_was_never_presented_is_not_found(self, responder: Responder, token: str) -> None:
        """Anyone on the internet may ask for anything."""
        with pytest.raises(NotFoundError):
            responder.thumbprint(token)
