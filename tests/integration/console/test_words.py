"""The page has the API's words as they are generated; that each has its sentence is held by types (`make check`)."""

from __future__ import annotations

from certkeeper.entrypoints.contract.words import TABLES
from tests.integration.console.browser import Guest


def test_the_page_has_the_words_that_are_generated(guest: Guest) -> None:
    """As the browser reads them."""
    script = "import(new URL('js/words.js', document.baseURI).href).then((found) => found.EXPORT_FORMAT_LABELS)"
    assert guest.page.evaluate(script) == TABLES["EXPORT_FORMAT_LABELS"]
