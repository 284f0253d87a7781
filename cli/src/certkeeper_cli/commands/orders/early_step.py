"""The exit status of a manual step that is called too early."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import NotYetError
from certkeeper_cli.words import ProblemKind


@contextmanager
def early_step_is_not_yet(*, later: Sequence[str]) -> Iterator[None]:
    """Return a context that gives the exit status of NotYetError to a refusal which says that it is too early.

    That is one that allows some of the actions of `later`, and nothing else.
    """
    try:
        yield
    except RefusedError as refused:
        allowed = refused.document.get("allowed")
        if refused.kind == ProblemKind.OUT_OF_ORDER and allowed and set(allowed) <= set(later):
            refused.status = NotYetError.status
        raise
