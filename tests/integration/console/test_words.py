"""What the page says of the API's words: each word has its sentence, and there is none for a word that is no more."""

from __future__ import annotations

from certkeeper.entrypoints.contract.words import ENUMERATIONS
from certkeeper.entrypoints.contract.words import TABLES as TABLES_OF_ALL
from tests.integration.console.browser import Guest

TABLES: tuple[tuple[str, str, str, set[str]], ...] = (
    ("views/certificates/certificate.js", "MODES", "RenewalMode", set()),
    ("views/certificates/certificate_past.js", "TONES", "EventType", set()),
    ("views/certificates/certificate_verdicts.js", "TRUST", "Trust", set()),
    ("views/orders/order_needs.js", "WHAT", "ChallengeType", set()),
    ("views/orders/order_needs.js", "SOLVES", "Solver", set()),
    ("views/orders/order_stage.js", "ENDED", "OrderStatus", {"pending", "ready", "processing", "valid"}),
    ("views/uploads/upload_form.js", "WAYS", "UploadForm", set()),
    ("validity.js", "ACTIONS", "NextAction", set()),
)
"""Where a table is, its name, the words that it is about, and those that it says nothing of."""


def test_each_word_has_its_sentence(guest: Guest) -> None:
    """A word that the API gains would else be shown as it is, or as nothing."""
    for module, name, words, left_out in TABLES:
        script = f"import(new URL('js/{module}', document.baseURI).href).then((found) => Object.keys(found.{name}))"
        assert set(guest.page.evaluate(script)) == {str(one) for one in ENUMERATIONS[words]} - left_out, name


def test_the_page_has_the_words_that_are_generated(guest: Guest) -> None:
    """As the browser reads them."""
    script = "import(new URL('js/words.js', document.baseURI).href).then((found) => found.EXPORT_FORMAT_LABELS)"
    assert guest.page.evaluate(script) == TABLES_OF_ALL["EXPORT_FORMAT_LABELS"]
