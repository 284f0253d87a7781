"""Answers, and logs nothing."""

import json
from typing import Any


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """Say who called."""
    identity = event.get("requestContext", {}).get("identity") or {}
    return {"statusCode": 200, "body": json.dumps({"path": event.get("path"), "caller": identity.get("userArn")})}
