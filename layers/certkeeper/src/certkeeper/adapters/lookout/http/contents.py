"""What a site answers with status 200 in place of the expected text, and what to change about it (ADRs 36 and 112)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certkeeper.adapters.lookout.http.verdicts import PATH
from certkeeper.adapters.lookout.outcome import MAX_SEEN_CHARACTERS, NotReady
from certkeeper.adapters.lookout.surplus import surplus
from certkeeper.domain.dns.findings import FindingCode
from certkeeper.domain.printable import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certkeeper.adapters.lookout.http.target import Target


def wrong_content(target: Target, body: bytes, expected: str, *, is_cut: bool) -> NotReady:
    """Return the finding for a body at a target that is not the expected text.

    `is_cut` where `body` is only its beginning.
    """
    text = body.decode("utf-8", "surrogateescape")
    advice = next(_advice(target.host, body, expected, is_cut=is_cut))
    is_page = _is_page(text) and surplus(body, expected, is_cut=is_cut) is None
    seen = "a web page" if is_page else visible(text, MAX_SEEN_CHARACTERS) or "nothing"
    return NotReady(FindingCode.WRONG_CONTENT, f"{seen} at {target}", advice)


def _advice(host: str, body: bytes, expected: str, *, is_cut: bool) -> Iterator[str]:
    """Yield what to change, the most precise first."""
    text = body.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    token, _, thumbprint = expected.partition(".")
    beside = surplus(body, expected, is_cut=is_cut)
    if beside is not None and (beside.front or beside.inside or beside.behind):
        yield (
            f"make {host} answer with the expected text alone: there is {beside}; save the file as plain ASCII, or "
            "change the program that adds to it"
        )
    if _is_page(text):
        yield f"exclude {PATH} on {host} from the login, the front page or the application, which answers with a page"
    if text in {token, f"{token}."}:
        yield (
            f"make {host} answer with the whole expected text: the token alone is there, and a dot and the thumbprint "
            "of the account's key belong behind it"
        )
    if text == thumbprint:
        yield f"make {host} answer with the whole expected text: the token and the dot in front of the thumbprint lack"
    if text.startswith(f"{token}.") and not is_cut:
        yield (
            f"make {host} answer with exactly the expected text: behind the token is not the thumbprint of "
            "Certkeeper's account, so another ACME client or an old setting answers there"
        )
    if text.lower() == expected.lower():
        yield f"make {host} answer with exactly the expected text: its capital and small letters were changed"
    if not text:
        yield f"make {host} answer with the expected text: the answer is empty"
    yield (
        f"make {host} answer with exactly the expected text; the present text may belong to an earlier order, or come "
        "from a cache"
    )


def _is_page(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] == "<"
