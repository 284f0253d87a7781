"""Pictures from Mermaid, finished so that any page can show them."""

from __future__ import annotations

import pytest

from tools.pictures.__main__ import finished

SVG = '<svg id="a" width="100%" style="max-width: 90px;" viewBox="0 -8 90.5 40" role="x"><g d="M1.23456,-2.5"/></svg>'


def test_a_picture_gets_a_size_a_background_and_the_digest() -> None:
    """Sixteen pixels more at each side than what is drawn."""
    assert finished(SVG, "abc") == (
        '<svg id="a" role="x" width="122" height="72" viewBox="-16 -24 122.5 72" data-digest="abc">'
        '<rect x="-16" y="-24" width="122.5" height="72" rx="8" fill="#ffffff"/><g d="M1.23,-2.5"/></svg>\n'
    )


def test_a_picture_without_a_size_is_refused() -> None:
    """It would be shown as nothing."""
    with pytest.raises(ValueError, match="no viewBox"):
        finished("<svg><g/></svg>", "abc")
