"""Unit tests open no sockets: one that tries fails, wherever it runs."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket


@pytest.fixture(autouse=True)
def no_sockets() -> Iterator[None]:
    """Take sockets away for the length of a test."""
    disable_socket()
    yield
    enable_socket()
