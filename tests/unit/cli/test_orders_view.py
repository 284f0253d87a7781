"""An order as a person reads it: only what has to do with it."""

from certkeeper_cli.views.orders import findings_view
from tests.integration.cli import documents
from tests.unit.cli.rendered import rendered

FINDING = documents.PENDING["findings"][0]


def test_a_caa_record_is_shown_without_the_challenge() -> None:
    """The URL and the content of http-01 have nothing to do with it."""
    forbidden = FINDING | {"code": "caa_forbids", "seen": "CAA at shop.example: issue ;", "advice": "change it"}
    shown = rendered(findings_view([forbidden]))
    assert "CAA at shop.example" in shown
    assert FINDING["where"] not in shown
    assert FINDING["expected"] not in shown
    assert FINDING["where"] in rendered(findings_view([FINDING]))
