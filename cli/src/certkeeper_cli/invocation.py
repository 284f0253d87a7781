"""One run of a command: which API it calls, how it prints, and how it is called again."""

import json
import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

from rich.console import RenderableType

from certkeeper_cli.api.refusals import checked_document
from certkeeper_cli.errors import UnexpectedAnswerError, UnreachableError
from certkeeper_cli.terminal.screen import print_json, show

if TYPE_CHECKING:
    from certkeeper_cli.api.client import Api

Document = dict[str, Any]
View = Callable[[Document], Iterable[RenderableType]]


@dataclass(frozen=True, slots=True)
class ApiOptions:
    """The options that say where the API is and who calls it, as far as they were given."""

    url: str | None
    profile: str | None
    region: str | None
    stack: str

    def open(self) -> "Api":
        """Return the API that the options name. Raise LocationError, CredentialsError or UnreachableError."""
        from certkeeper_cli.api.location import open_api  # noqa: PLC0415
        from certkeeper_cli.api.session import session  # noqa: PLC0415 - botocore is large, and help needs none of it

        return open_api(session(self.profile, self.region), url=self.url, stack=self.stack)


class Invocation:
    """Calls the API, and prints what a command shows."""

    def __init__(self, choice: ApiOptions, output: str, flags: Sequence[str] = ()) -> None:
        """Take the options, the output (`table` or `json`), and the flags that every command shown to copy repeats."""
        self._choice = choice
        self._flags = tuple(flags)
        self._api: Api | None = None
        self.as_json = output == "json"

    @property
    def api(self) -> "Api":
        """The API, found when it is first needed."""
        if self._api is None:
            self._api = self._choice.open()
        return self._api

    def command_line(self, *words: str) -> str:
        """Return a command with these words to paste into this shell; it calls the same API."""
        return shlex.join(["certkeeper", *words, *self._flags])

    def request(
        self,
        method: str,
        path: str,
        document: Document | None = None,
        *,
        query: Sequence[tuple[str, str]] = (),
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Document:
        """Send a request and return the document of the answer.

        `method` and `path` name the operation, `document` is the body, `query` the parameters. Raise RefusedError,
        UnexpectedAnswerError, and what `Api.call` raises.
        """
        return self.request_with_etag(
            method, path, document, query=query, if_match=if_match, idempotency_key=idempotency_key
        )[0]

    def request_with_etag(
        self,
        method: str,
        path: str,
        document: Document | None = None,
        *,
        query: Sequence[tuple[str, str]] = (),
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> tuple[Document, str | None]:
        """Send a request as `request` does, and return the ETag (RFC 9110 section 8.8.3) besides the document.

        `method`, `path`, `document` and `query` are those of `request`; so are the errors.
        """
        headers = {name: sent for name, sent in (("If-Match", if_match), ("Idempotency-Key", idempotency_key)) if sent}
        body = None if document is None else json.dumps(document).encode()
        try:
            answer = self.api.call(method, path, body=body, query=query, headers=headers)
        except UnreachableError as reason:
            if idempotency_key:
                key = f"--idempotency-key {shlex.quote(idempotency_key)}"
                reason.advice += f"; with {key} it can be repeated safely, even if it did arrive"
            raise
        return checked_document(answer, urlsplit(self.api.url).netloc, path), answer.headers.get("etag")

    def print_result(self, document: Document, view: View) -> None:
        """Print a document: as JSON, or as the view shows it to a person."""
        if self.as_json:
            print_json(document)
        else:
            show(blocks_of(document, view))


def blocks_of(document: Document, view: View) -> list[RenderableType]:
    """Return what the view shows of a document. Raise UnexpectedAnswerError where it is not as the contract says."""
    try:
        return list(view(document))
    except (LookupError, TypeError, ValueError, AttributeError):
        raise UnexpectedAnswerError from None


def new_idempotency_key() -> str:
    """Return an Idempotency-Key that nobody else has: a random UUID."""
    return str(uuid4())
