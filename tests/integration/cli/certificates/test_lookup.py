"""A certificate is named by its id, its name, a number or a domain, in the spelling of whoever types it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.cli import documents
from tests.integration.cli.conftest import Certkeeper
from tests.integration.cli.documents import CERTIFICATE_ID, ORDER_ID
from tests.integration.cli.fake_api import FakeApi, Reply

CERTIFICATES = "/scopes/shop/certificates"
CERTIFICATE = f"{CERTIFICATES}/{CERTIFICATE_ID}"
CITY = documents.LISTED | {
    "certificate_name": "xn--mnchen-3ya.example.test",
    "names": ["xn--mnchen-3ya.example.test", "www.example.test"],
    "facts": documents.FACTS
    | {
        "common_name": "Payments",
        "serial": "1234567890",
        "serial_hex": "499602D2",
        "sha256": "0a" * 32,
        "sha1": "cd" * 20,
    },
}


@pytest.fixture(autouse=True)
def world(api_url: str) -> None:
    """The command line has an API to call."""
    assert api_url


def answers(api: FakeApi, *found: dict[str, Any]) -> None:
    """The API finds these, and shows and deletes the first."""
    api.routes(
        {
            f"GET {CERTIFICATES}": Reply(200, documents.page(*found)),
            f"GET {CERTIFICATE}": Reply(200, documents.IN_FULL),
            f"DELETE {CERTIFICATE}": Reply(200, documents.LISTED),
        }
    )


def asked(api: FakeApi) -> list[str]:
    """Every call."""
    return [f"{call.method} {call.path}" for call in api.calls]


@pytest.mark.parametrize(
    "typed",
    [
        "m\u00fcnchen.example.test",
        "M\u00dcNCHEN.Example.test.",
        "XN--MNCHEN-3YA.example.test",
        "www.example.test",
        "payments",
        "1234567890",
        "49:96:02:D2",
        "serial=499602D2",
        ":".join(["0A"] * 32),
        "sha1 Fingerprint=" + ":".join(["CD"] * 20),
        CERTIFICATE_ID.upper(),
    ],
)
def test_a_certificate_is_shown_by_whatever_another_program_calls_it(
    certkeeper: Certkeeper, api: FakeApi, typed: str
) -> None:
    """U-labels, capitals, a final dot, numbers with colons: where one certificate alone is meant."""
    answers(api, CITY)
    assert certkeeper("show", "-s", "shop", typed).status == 0
    assert f"GET {CERTIFICATE}" in asked(api)


@pytest.mark.parametrize("typed", ["m\u00fcnchen", "example.test", "499602", "issuer", "1234567891"])
def test_a_part_of_a_name_or_a_number_is_none(certkeeper: Certkeeper, api: FakeApi, typed: str) -> None:
    """A search finds it, and a person who deletes has to mean the whole."""
    answers(api, CITY)
    assert certkeeper("show", "-s", "shop", typed).status == 1


def test_the_name_as_it_is_goes_before_other_spellings(certkeeper: Certkeeper, api: FakeApi) -> None:
    """Two names of a scope may differ in case only."""
    other = CITY | {"certificate_id": ORDER_ID, "certificate_name": "Front"}
    answers(api, other, documents.LISTED)
    assert certkeeper("show", "-s", "shop", "front").status == 0
    assert f"GET {CERTIFICATE}" in asked(api)
    assert certkeeper("show", "-s", "shop", "FRONT").status == 1


def test_nothing_is_deleted_by_one_of_its_domains(certkeeper: Certkeeper, api: FakeApi) -> None:
    """A certificate for many names is not the one of each."""
    answers(api, CITY)
    assert certkeeper("delete", "-s", "shop", "www.example.test", "--yes").status == 1
    assert certkeeper("delete", "-s", "shop", "m\u00fcnchen.example.test", "--yes").status == 0
