"""What every request must fulfil before anything is done with it: small checks, in order (ADRs 66 and 75)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper_cli.console.admission import ENTRANCE
from certkeeper_cli.console.refusal import ANOTHER_HOST, ANOTHER_SITE, TOO_LARGE
from certkeeper_cli.words import MAX_UPLOAD_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper_cli.console.refusal import ConsoleRefusal
    from certkeeper_cli.console.request import Request

SAFE_METHODS = frozenset({"GET", "HEAD"})
CROSS_SITE = "cross-site"


def _host(request: Request, host: str) -> ConsoleRefusal | None:
    """Return a refusal of another host name than this console's address.

    Another site's DNS may lead to this machine (DNS rebinding).
    """
    return None if request.header("host") == host else ANOTHER_HOST


def _origin(request: Request, host: str) -> ConsoleRefusal | None:
    """Return a refusal of another origin. A browser names the origin with every request that may change something."""
    origin = request.header("origin")
    expected = f"http://{host}"
    if origin == expected or (not origin and request.method in SAFE_METHODS):
        return None
    return ANOTHER_SITE


def _fetch_site(request: Request, _host: str) -> ConsoleRefusal | None:
    """Return a refusal of links and pictures of another site, where the browser says so; `none` is the address bar."""
    expected = request.header("sec-fetch-site") in {"", "none", "same-origin"}
    return None if expected or comes_from_a_file(request) else ANOTHER_SITE


def comes_from_a_file(request: Request) -> bool:
    """Return whether a file of this machine may have sent the request, for a whole window, to the entrance.

    Browsers call that cross-site, and a page elsewhere can do the same. So it passes the checks, but its answer must
    neither use nor show anything.
    """
    said = tuple(request.header(f"sec-fetch-{name}") for name in ("site", "mode", "dest"))
    return said == (CROSS_SITE, "navigate", "document") and request.path.startswith(ENTRANCE)


def _size(request: Request, _host: str) -> ConsoleRefusal | None:
    return TOO_LARGE if len(request.body) > MAX_UPLOAD_BYTES else None


CHECKS: tuple[Callable[[Request, str], ConsoleRefusal | None], ...] = (_host, _origin, _fetch_site, _size)


def check(request: Request, host: str) -> None:
    """Raise the first refusal of a request; `host` is this console's address with its port."""
    for one in CHECKS:
        refused = one(request, host)
        if refused:
            raise refused
