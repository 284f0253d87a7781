"""Any names, through the libraries that read them: refused or ordered, never an internal error."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api

labels = st.text(min_size=1, max_size=40) | st.from_regex(r"xn--[a-z0-9-]{1,20}", fullmatch=True)
names = st.lists(labels, min_size=1, max_size=5).map(".".join) | st.text(max_size=260)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=names)
@example(name="xn--a")
@example(name="xn--0.example")
@example(name="\u00df.example")
@example(name="\u3002")
@example(name="a\u3002example.org")
@example(name="\u0338.example.org")
@example(name="*." * 30 + "example.org")
@example(name="." * 253)
@example(name="\u0661\u0662.example.org")
def test_no_name_is_certkeepers_mistake(api: Api, name: str) -> None:
    """Neither in an order nor in a scope."""
    ordered = api.call("place_order", scope="all", body={"names": [name], "challenge": "dns-01"})
    assert ordered.status in {202, 400, 409, 422}, ordered
    scoped = api.call("put_scope", scope="shop", body={"kind": "zone", "domain": name})
    assert scoped.status in {200, 201, 400, 422, 428}, scoped
