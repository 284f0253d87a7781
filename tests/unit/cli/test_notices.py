"""The lines about notices and renewals, whoever has chosen the setting."""

import pytest

from certkeeper_cli.views import certificates
from certkeeper_cli.views.notices import notices
from tests.integration.cli import documents
from tests.unit.cli.rendered import rendered


@pytest.mark.parametrize(
    ("enabled", "days", "said"),
    [
        (None, [], "as the scope says"),
        (None, [20, 5], "20, 5 days before the end, if the scope says so"),
        (True, [], "yes"),
        (True, [7], "yes, 7 days before the end"),
        (False, [7], "no"),
    ],
)
def test_what_is_decided_here_and_what_elsewhere(*, enabled: bool | None, days: list[int], said: str) -> None:
    """Days of one's own are not those of the scope."""
    assert notices({"notices_enabled": enabled, "notice_days": days}, "scope") == said


def test_an_upload_is_not_said_to_renew() -> None:
    """Whoever issued it does."""
    shown = rendered(certificates.certificate_view(documents.SHOWN | {"source": "uploaded", "renewal_enabled": True}))
    assert "no, it was uploaded: upload its successor in time" in shown
