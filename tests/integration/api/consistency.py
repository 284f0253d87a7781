"""Rows and secrets that do not belong together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certkeeper.adapters.aws.clients import client

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.integration.api.conftest import Api

    Row = dict[str, Any]


NOTES = frozenset({"INTENTS", "REMOVALS", "ACTIVATIONS"})


def loose_ends(api: Api) -> list[str]:
    """All that are found; a deleted certificate's secret is on its way out, and its name is free."""
    rows = api.rows()
    certificates = {row["certificate_id"]["S"]: row for row in rows if row["pk"]["S"].endswith("#CERTIFICATES")}
    live = {certificate_id for certificate_id, row in certificates.items() if "deleted_at" not in row}
    return [
        *(
            f"a note is left: {row['sk']['S']}"
            for row in rows
            if row["pk"]["S"] in {"INTENTS", "REMOVALS", "ACTIVATIONS"}
        ),
        *(f"a name and a row alone: {each}" for each in _holders(rows, "#NAMES") ^ live),
        *(f"a digest and a row alone: {each}" for each in _holders(rows, "#FINGERPRINTS") ^ certificates.keys()),
        *_secrets(rows, certificates, live),
    ]


def _holders(rows: list[Row], kind: str) -> set[str]:
    return {row["certificate_id"]["S"] for row in rows if row["pk"]["S"].endswith(kind)}


def _secrets(rows: list[Row], certificates: dict[str, Row], live: set[str]) -> Iterator[str]:
    secrets = client("secretsmanager")
    everything = secrets.list_secrets(IncludePlannedDeletion=True)["SecretList"]
    kept = {each["Name"].rpartition("/")[2] for each in everything if "DeletedDate" not in each}
    going = {each["Name"].rpartition("/")[2] for each in everything if "DeletedDate" in each}
    yield from (f"a row or a secret alone: {each}" for each in kept ^ live)
    yield from (f"a secret that does not go: {each}" for each in (certificates.keys() - live) - going)
    for certificate_id in kept & live:
        name = f"certkeeper/certificates/{certificate_id}"
        value = secrets.get_secret_value(SecretId=name, VersionStage="AWSCURRENT")["SecretString"]
        current = next(
            row
            for row in rows
            if row["pk"]["S"] == f"CERTIFICATE#{certificate_id}"
            and row["version"] == certificates[certificate_id]["version"]
        )
        if f'"sha256":"{value.partition("fingerprint")[2][4:68]}"' not in current["facts"]["S"]:
            yield f"row and secret of {certificate_id} are of two versions"
