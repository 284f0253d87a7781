"""What the made-up API answers is what the contract says."""

from typing import Any

import pytest

from tests.contract import document, resolved, schema_errors
from tests.integration.cli import documents

DOCUMENTS = (
    ("Scope", documents.SCOPE),
    ("Order", documents.PENDING),
    ("Order", documents.VALID),
    ("Order", documents.INVALID),
    ("OrderSummary", documents.SUMMARY),
    ("Certificate", documents.LISTED),
    ("CertificateWithChain", documents.SHOWN),
    ("Verification", documents.VERIFIED),
    ("Export", documents.export(b"")),
)


def properties(schema: dict[str, Any]) -> dict[str, Any]:
    """All that an object of the schema may have."""
    schema = resolved(schema)
    parts = (properties(part) for part in schema.get("allOf", ()))
    return {name: node for part in (*parts, schema.get("properties", {})) for name, node in part.items()}


@pytest.mark.parametrize(("name", "made_up"), DOCUMENTS)
def test_the_made_up_api_keeps_the_contract(name: str, made_up: dict[str, Any]) -> None:
    """What is there is as declared; members that the contract has gained since are no matter of these tests."""
    declared = properties(document()["components"]["schemas"][name])
    for field, value in made_up.items():
        errors = [error for error in schema_errors(declared[field], value) if "is a required property" not in error]
        assert errors == [], field
