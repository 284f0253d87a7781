"""Under which name a certificate is asked about (RFC 9773 section 4.1)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certkeeper.domain.renewal.renewal_info import ari_id
from tests.contracts.examples import some_facts

KEY_ID = "69885b6b87464041e1b37b847bd0ae2cde01c8d4"


@pytest.mark.parametrize(
    ("serial", "encoded"),
    [(0x87654321, "AIdlQyE"), (0x7F, "fw"), (0x80, "AIA"), (0, "AA"), (-1, "_w"), (-128, "gA"), (-129, "_38")],
)
def test_a_serial_is_written_as_der_writes_it(serial: int, encoded: str) -> None:
    """The RFC's own example, and negative ones, which some CAs have made (RFC 5280 section 4.1.2.2)."""
    facts = replace(some_facts(), serial=str(serial), authority_key_id=KEY_ID)
    assert ari_id(facts) == f"aYhba4dGQEHhs3uEe9CuLN4ByNQ.{encoded}"


def test_nobody_is_asked_about_a_certificate_whose_issuer_has_no_key_identifier() -> None:
    """Its name would be half a name."""
    assert ari_id(replace(some_facts(), authority_key_id="")) == ""
