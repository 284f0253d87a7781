"""A deployed function whose environment is another one for a while, as another parameter of the stack would make it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from infra.local.aws import Cloud


@contextmanager
def environment(cloud: Cloud, function: str, **changes: str) -> Iterator[None]:
    """The function's environment with these changes; afterwards as it was."""
    functions = cloud.session.client("lambda", endpoint_url=cloud.endpoint)
    before = functions.get_function_configuration(FunctionName=function)["Environment"]["Variables"]
    functions.update_function_configuration(FunctionName=function, Environment={"Variables": {**before, **changes}})
    try:
        yield
    finally:
        functions.update_function_configuration(FunctionName=function, Environment={"Variables": before})


@contextmanager
def lifetime_of_orders(cloud: Cloud, *, seconds: int) -> Iterator[None]:
    """The parameter OrderLifetimeSeconds, changed where it arrives."""
    with environment(cloud, "certkeeper-open_order", ORDER_LIFETIME_SECONDS=str(seconds)):
        yield
