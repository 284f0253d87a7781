"""The answers of the scripted API are valid by the contract."""

from typing import Any

import pytest

from tests.contract import schema_errors
from tests.integration.cli import documents

DOCUMENTS = (
    ("Scope", documents.SCOPE),
    ("Order", documents.PENDING),
    ("Order", documents.VALID),
    ("Order", documents.INVALID),
    ("OrderSummary", documents.SUMMARY),
    ("Certificate", documents.LISTED),
    ("CertificateWithChain", documents.SHOWN),
    ("UploadedCertificate", documents.UPLOADED),
    ("CertificateWithHistory", documents.IN_FULL),
    ("Verification", documents.VERIFIED),
    ("Export", documents.export(b"")),
)


@pytest.mark.parametrize(("name", "made_up"), DOCUMENTS)
def test_the_made_up_api_keeps_the_contract(name: str, made_up: dict[str, Any]) -> None:
    """Each document has all that is declared, and no more."""
    assert schema_errors({"$ref": f"#/components/schemas/{name}"}, made_up) == []
