"""What the exit status is where a manual step is called before its turn."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from certkeeper_cli.api.refusals import RefusedError
from certkeeper_cli.errors import NotYetError
from certkeeper_cli.words import ProblemKind


@contextmanager
def early_step_is_not_yet(*, later: Sequence[str]) -> Iterator[None]:
    """Give a refusal the exit status of NotYet where it allows some of the actions `later`, and nothing else."""
    try:
        yield
    except RefusedError as refused:
        allowed = refused.document.get("allowed")
        if refused.kind == ProblemKind.OUT_OF_ORDER and allowed and set(allowed) <= set(later):
            refused.status = NotYetError.status
        raise
