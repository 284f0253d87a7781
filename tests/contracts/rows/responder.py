"""The contract of `ports.challenges.Responder`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from certkeeper.domain.clock import utc_now
from certkeeper.ports.challenges import Responder

UNTIL = utc_now() + timedelta(days=7)
THUMBPRINT = "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
"""Of an account's key, the example of RFC 8555 section 8.1."""
NEVER = "never-presented".ljust(43, "-")

Visit = Callable[[str], str | None]
"""What a visitor who asks for a token is answered; None for one that is not found."""


def tokens_of_an_order(count: int, order: str = "order") -> list[str]:
    """As many tokens as an order has names, in the form that CAs give them: 43 characters of base64url."""
    return [f"{order}_{number}".ljust(43, "-") for number in range(count)]


class ResponderContract:
    """Give fixtures `responder`, with nothing presented, and `visit` of what it serves."""

    def test_what_is_presented_is_answered(self, responder: Responder, visit: Visit) -> None:
        """With the key authorization (RFC 8555 section 8.1), for as many tokens as an order can have, also twice."""
        tokens = tokens_of_an_order(100)
        responder.present([*tokens, tokens[0]], THUMBPRINT, UNTIL)
        assert [visit(token) for token in tokens] == [f"{token}.{THUMBPRINT}" for token in tokens]

    def test_presenting_twice_is_once(self, responder: Responder, visit: Visit) -> None:
        """A repeated task does no harm."""
        (token,) = tokens_of_an_order(1, "twice")
        responder.present([token], THUMBPRINT, UNTIL)
        responder.present([token], THUMBPRINT, UNTIL)
        assert visit(token) == f"{token}.{THUMBPRINT}"

    def test_what_is_removed_is_answered_no_more(self, responder: Responder, visit: Visit) -> None:
        """And nothing else is touched."""
        one, two = tokens_of_an_order(2, "removed")
        responder.present([one, two], THUMBPRINT, UNTIL)
        responder.remove([one, one, NEVER])
        assert (visit(one), visit(two)) == (None, f"{two}.{THUMBPRINT}")

    def test_nothing_to_present_is_no_error(self, responder: Responder) -> None:
        """An order may have no http-01 challenge left."""
        responder.present([], THUMBPRINT, UNTIL)
        responder.remove([])

    def test_what_was_never_presented_is_not_found(self, visit: Visit) -> None:
        """Anyone on the internet may ask for anything."""
        assert visit(NEVER) is None
