"""A step that is not an order's turn: whether it only comes too early."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import NotYet
from certkeeper_cli.words import ProblemKind


@contextmanager
def taking_turns(*, later: Sequence[str]) -> Iterator[None]:
    """A refusal that allows some of `later`, and nothing else, exits as not yet: the step's turn is still to come."""
    try:
        yield
    except RefusedError as refused:
        allowed = refused.document.get("allowed")
        if refused.kind == ProblemKind.OUT_OF_ORDER and allowed and set(allowed) <= set(later):
            refused.status = NotYet.status
        raise
