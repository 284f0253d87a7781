"""The contents of the secret for the external account binding, as administrators write it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.adapters.secretsmanager.binding_secret import read_binding
from certkeeper.domain.errors import AccountBindingError


@pytest.mark.parametrize("key", ["c2VjcmV0LWtleQ", "c2VjcmV0LWtleQ=="])
def test_the_key_comes_with_or_without_padding(key: str) -> None:
    """As CAs show it."""
    account = read_binding(f'{{"kid": "kid-1", "hmac_key": "{key}"}}')
    assert (account.kid, account.hmac_key) == ("kid-1", b"secret-key")
    assert "secret-key" not in repr(account)


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"kid": "k", "hmac_key": ""}', '{"kid": "", "hmac_key": "YQ"}', '{"kid": 1, "hmac_key": 2}'],
)
def test_anything_else_is_refused_with_the_form_that_is_wanted(text: str) -> None:
    """Nothing of what is there is repeated."""
    with pytest.raises(AccountBindingError, match="must be JSON"):
        read_binding(text)


@given(st.text())
def test_no_text_raises_anything_else(text: str) -> None:
    """Secrets are written by people."""
    with suppress(AccountBindingError):
        read_binding(text)
