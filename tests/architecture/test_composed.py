"""What is composed is what is committed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.generate import statemachine, template


@pytest.mark.parametrize("files", [statemachine.files, template.files], ids=["statemachine", "template"])
def test_a_composed_file_is_what_its_parts_make_of_it(files: Callable[[], dict[Path, str]]) -> None:
    """Else it was changed by hand, or `make generate` was forgotten."""
    composed = files()
    assert {path: path.read_text(encoding="utf-8") for path in composed} == composed
