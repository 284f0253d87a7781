"""A certificate has as many names as its CA gave it; what is stored, listed and sent of them is bounded by size."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import IPv6Address
from typing import TYPE_CHECKING, Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints.views.certificates import MAX_NAMES_LISTED
from certkeeper.services.uploads.checks import MAX_ROOT_CHARACTERS
from tests.integration.api.certificate_files import INTERMEDIATE, leaf, pem
from tests.unit.x509.pki import Signed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.integration.api.conftest import Api

MAX_ROW_BYTES = 400 * 1024
"""https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items"""
MAX_ANSWER_BYTES = 6 * 1024 * 1024
"""https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html"""
NAMES = [f"host-{number}.shop.example" for number in range(700)]


def with_names(names: Sequence[x509.GeneralName]) -> Signed:
    """A certificate with these names, of whatever kind."""
    made = leaf("x.shop.example")
    old = made.certificate
    builder = x509.CertificateBuilder(old.issuer, old.subject, old.public_key(), x509.random_serial_number())
    dated = builder.not_valid_before(utc_now() - timedelta(days=1)).not_valid_after(utc_now() + timedelta(days=80))
    named = dated.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return Signed(named.sign(INTERMEDIATE.key, hashes.SHA256()), made.key)


def size(value: Any) -> int:  # noqa: ANN401 - an attribute value of any type
    """Bytes of an attribute value, with DynamoDB's own for lists and their elements."""
    ((kind, content),) = value.items()
    if kind == "L":
        return 3 + sum(1 + size(one) for one in content)
    if kind == "M":
        return 3 + sum(1 + len(name) + size(one) for name, one in content.items())
    return len(str(content).encode())


def largest_row(rows: Sequence[Mapping[str, Any]]) -> int:
    """Bytes of the largest row."""
    return max(sum(len(name) + size(value) for name, value in row.items()) for row in rows)


def test_hundreds_of_names_are_kept_shown_found_and_exported(api: Api) -> None:
    """Seven hundred; a list has the first hundred and says how many more there are."""
    answer = api.call("upload_certificate", scope="all", body=pem(leaf(*NAMES)))
    assert answer.status == 201, answer.text
    assert answer.document["names"] == NAMES
    at = {"scope": "all", "certificate_id": answer.document["certificate_id"]}
    assert api.call("get_certificate", **at).document["facts"]["names"] == NAMES
    (listed,) = api.call("list_certificates", scope="all", query={"search": ["host-699.shop"]}).document["items"]
    assert listed["names"] == listed["facts"]["names"] == NAMES[:MAX_NAMES_LISTED]
    assert listed["names_left_out"] == 600
    assert api.call("export_certificate", **at, body={"format": "p7b"}).status == 200
    assert largest_row(api.rows()) < MAX_ROW_BYTES


ADDRESSES = [x509.IPAddress(IPv6Address(2**128 - 1 - number)) for number in range(1200)]


def test_the_largest_certificate_fits_into_its_rows(api: Api) -> None:
    """Names that are longest as texts, as many as the secret takes; more are refused for their size.

    The intent of an upload, which is gone by then, has the rows of the certificate and of its version in one.
    """
    body = pem(with_names(ADDRESSES), certificate_name="large", intermediates=[])
    answer = api.call("upload_certificate", scope="all", body=body)
    assert answer.status == 201, answer.text
    assert sum(largest_row([row]) for row in api.rows()) + MAX_ROOT_CHARACTERS < MAX_ROW_BYTES
    listed = api.call("list_certificates", scope="all")
    assert 100 * len(listed.text) < MAX_ANSWER_BYTES
    too_large = pem(with_names(ADDRESSES * 2), certificate_name="too large", intermediates=[])
    refused = api.call("upload_certificate", scope="all", body=too_large)
    assert (refused.status, refused.document["errors"][0]["code"]) == (422, "too_large_to_store")
