"""The challenge responder, which the CA and anybody else may call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from certkeeper.domain.clock import utc_now
from tests.integration.api.stored_orders import THUMBPRINT, TOKEN

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api


def test_a_presented_token_is_answered_to_the_letter(api: Api) -> None:
    """RFC 8555 section 8.3: the key authorization, without a line break, to whoever asks."""
    api.responder.present([TOKEN], THUMBPRINT, utc_now() + timedelta(hours=1))
    answer = api.call("serve_challenge", token=TOKEN, caller=None)
    assert (answer.status, answer.text) == (200, f"{TOKEN}.{THUMBPRINT}")
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_a_removed_token_is_not_found(api: Api) -> None:
    """In plain text."""
    api.responder.present([TOKEN], THUMBPRINT, utc_now() + timedelta(hours=1))
    api.responder.remove([TOKEN])
    assert api.call("serve_challenge", token=TOKEN, caller=None).status == 404


@pytest.mark.parametrize(
    "token", ["short", "a" * 129, "../../../../etc/passwd-and-more", TOKEN + "\n", TOKEN + "=", "\0" * 43]
)
def test_what_no_ca_can_have_given_is_not_even_looked_up(api: Api, token: str) -> None:
    """404 with nothing of the token in it; redirects may bring any query along."""
    answer = api.call("serve_challenge", token=token, query={"utm": ["x"]}, caller=None)
    assert answer.status == 404
    assert token not in answer.text
