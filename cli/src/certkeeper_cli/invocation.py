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
    """Where the API is and who calls, as far as the person has said."""

    url: str | None
    profile: str | None
    region: str | None
    stack: str

    def open(self) -> "Api":
        """The API. Raises LocationError, CredentialsError, UnreachableError."""
        from certkeeper_cli.api.location import open_api  # noqa: PLC0415
        from certkeeper_cli.api.session import session  # noqa: PLC0415 - botocore is large, and help needs none of it

        return open_api(session(self.profile, self.region), url=self.url, stack=self.stack)


class Invocation:
    """Calls the API, and prints what a command shows."""

    def __init__(self, choice: ApiOptions, output: str, flags: Sequence[str] = ()) -> None:
        """`flags` are the person's own that say where the API is, to be repeated in what we tell them to call."""
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
        """A command of ours to paste into this shell."""
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
        """The document that the API answers with. Raises RefusedError, ForeignAnswerError, and what Api.call raises."""
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
        """Call the API as `request`, and return the entity tag (RFC 9110 section 8.8.3) besides the document."""
        headers = {name: sent for name, sent in (("If-Match", if_match), ("Idempotency-Key", idempotency_key)) if sent}
        body = None if document is None else json.dumps(document).encode()
        try:
            answer = self.api.call(method, path, body=body, query=query, headers=headers)
        except UnreachableError as reason:
            if idempotency_key:
                key = f"--idempotency-key {shlex.quote(idempotency_key)}"
                reason.advice += f"; if it did arrive, {key} repeats it without doing it twice"
            raise
        return checked_document(answer, urlsplit(self.api.url).netloc), answer.headers.get("etag")

    def print_result(self, document: Document, view: View) -> None:
        """Print the result: the API's document, or what `view` makes of it."""
        if self.as_json:
            print_json(document)
        else:
            show(blocks_of(document, view))


def blocks_of(document: Document, view: View) -> list[RenderableType]:
    """What the view makes of the document. Raises ForeignAnswerError where it is not as the contract says."""
    try:
        return list(view(document))
    except (LookupError, TypeError, ValueError, AttributeError):
        raise UnexpectedAnswerError from None


def new_idempotency_key() -> str:
    """An Idempotency-Key that nobody else has."""
    return str(uuid4())
