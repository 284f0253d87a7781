"""The writes of which an upload's transaction is made, by what each of them reserves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb import attributes as a
from certkeeper.adapters.dynamodb import keys
from certkeeper.adapters.dynamodb.certificate_rows import current_attributes
from certkeeper.adapters.dynamodb.due import due_attributes
from certkeeper.adapters.dynamodb.intent_rows import intent_key
from certkeeper.adapters.dynamodb.new_rows import NEW, put_new, put_new_row
from certkeeper.adapters.dynamodb.setting import setting

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import PutTypeDef, TransactWriteItemTypeDef, UpdateTypeDef

    from certkeeper.adapters.dynamodb.intent_rows import RowsToStore
    from certkeeper.adapters.dynamodb.table import Table
    from certkeeper.ports.receipts import UploadReceipt
    from certkeeper.ports.uploads import Intent

RECEIPT_LIFETIME = timedelta(hours=24)
"""As long as `ports.uploads.Uploads.receipt` promises."""


def upload_writes(table: Table, intent: Intent, rows: RowsToStore) -> dict[str, TransactWriteItemTypeDef]:
    """All writes of an upload, each with a condition, in the order in which a refusal says most."""
    certificate, version = intent.certificate, intent.version
    scope, holder = certificate.scope, {"certificate_id": a.text(certificate.certificate_id)}
    writes: dict[str, TransactWriteItemTypeDef] = {}
    if intent.receipt:
        writes["receipt"] = {"Put": put_new(table, *_receipt(intent.receipt, intent))}
    writes["digest"] = {"Put": _digest(table, intent)}
    if version.version == 1:
        name = keys.certificate_name(scope, certificate.name)
        row = keys.certificate(scope, certificate.certificate_id)
        writes["name"] = {"Put": put_new(table, name, holder)}
        writes["certificate"] = {"Put": put_new_row(table, row, {**rows.certificate, **a.present(_due(intent))})}
    else:
        writes["certificate"] = {"Update": _make_current(table, intent)}
    stored = keys.version(version.certificate_id, version.version)
    writes["version"] = {"Put": put_new_row(table, stored, rows.version)}
    writes["note"] = {
        "ConditionCheck": {
            "TableName": table.name,
            "Key": intent_key(intent).attributes(),
            "ConditionExpression": "attribute_exists(pk)",
        }
    }
    return writes


def _digest(table: Table, intent: Intent) -> PutTypeDef:
    """A certificate that is gone for good holds its digest no longer than until somebody wants it."""
    version = intent.version
    key = keys.fingerprint(intent.certificate.scope, version.facts.sha256)
    put = put_new(table, key, {"certificate_id": a.text(version.certificate_id)})
    if intent.gone:
        put["ConditionExpression"] = f"{NEW} OR certificate_id = :gone"
        put["ExpressionAttributeValues"] = {":gone": {"S": intent.gone}}
    return put


def _receipt(receipt: UploadReceipt, intent: Intent) -> tuple[keys.Key, a.Attributes]:
    return keys.upload_receipt(receipt.scope, receipt.key), {
        "fingerprint": a.text(receipt.fingerprint),
        "certificate_id": a.text(receipt.certificate_id),
        "expires_at": a.number(int((intent.begun_at + RECEIPT_LIFETIME).timestamp())),
    }


def _due(intent: Intent) -> a.Attributes:
    return due_attributes(intent.version.certificate_id, intent.version.created_at)


def _make_current(table: Table, intent: Intent) -> UpdateTypeDef:
    """A successor: where nobody has written the certificate since it was read, and nobody deletes it."""
    certificate, version = intent.certificate, intent.version
    current = current_attributes(certificate.name, version.facts.names, version.facts)
    changes = setting(a.present({**current, **_due(intent)}))
    return {
        "TableName": table.name,
        "Key": keys.certificate(certificate.scope, version.certificate_id).attributes(),
        "UpdateExpression": f"{changes.sets}, order_id = :upload, version = :number ADD revision :one "
        "REMOVE revoked_at, revocation_reason, #plan",
        "ConditionExpression": "revision = :read AND attribute_not_exists(deleted_at)",
        "ExpressionAttributeNames": {**changes.names, "#plan": "plan"},
        "ExpressionAttributeValues": {
            **changes.values,
            ":upload": {"S": intent.upload_id},
            ":number": a.number(version.version),
            ":read": a.number(certificate.revision),
            ":one": a.number(1),
        },
    }
