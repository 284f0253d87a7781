"""Every format of an export can be made."""

from certkeeper.domain.certificates.exports import ExportFormat
from certkeeper.services.certificates.export_encoding import ENCODERS


def test_each_format_has_its_encoder() -> None:
    """One that was forgotten would fail at the first export only."""
    assert set(ENCODERS) == set(ExportFormat)
