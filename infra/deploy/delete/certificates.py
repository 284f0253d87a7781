"""Certificates that nobody renews once the stack is gone, counted by their status."""

from collections import Counter
from collections.abc import Mapping

from certkeeper_cli.api.paths import items, items_of, scope_of
from certkeeper_cli.errors import CommandError
from certkeeper_cli.invocation import ApiOptions, Invocation
from infra.deploy.stack import StackLocation


def certkeeper_api(location: StackLocation, url: str | None) -> Invocation:
    """Return Certkeeper's API at the location, called with the credentials of the environment.

    `url` takes the place of the stack's output ApiUrl.
    """
    return Invocation(ApiOptions(url, None, location.region, location.stack), "json")


def count_by_status(api: Invocation | None) -> Mapping[str, int] | str:
    """Return how many certificates of all scopes have which status, as the API says, or why that is not known.

    A deleted one is not counted: it is not renewed now either.
    """
    if api is None:
        return "the stack has no API"
    try:
        scopes = [scope_of(each) for each in items_of(api.request("GET", "/scopes"))]
        return Counter(str(one["status"]) for scope in scopes for one in items(api, f"/scopes/{scope}/certificates"))
    except (CommandError, KeyError) as reason:
        return str(reason)
