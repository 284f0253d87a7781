"""The vectors that `make fuzz` starts from."""

from tests.unit.x509.vectors.manifest import MANIFEST, Group
from tools.fuzz.vectors import wrong_outcomes


def test_a_file_that_ends_otherwise_than_expected_is_named() -> None:
    """With how it ended, and how it should have."""
    group = next(group for group in MANIFEST if group.expected == "certificate_request")
    file = group.files[0]
    assert wrong_outcomes([Group(group.expected, group.why, (file,), group.password)]) == []
    assert wrong_outcomes([Group("sound", "no", (file,))]) == [f"{file}: certificate_request, not sound"]
