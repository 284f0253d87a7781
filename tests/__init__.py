"""Tests are sentences about behaviour; `fakes` are in-memory ports that pass the same contracts as the adapters."""

import pytest

pytest.register_assert_rewrite("tests.contracts")
