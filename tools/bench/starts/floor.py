"""The floor of cold starts: the least that a handler on boto3 can be. `python floor.py <folder of boto3> <table>`."""

import os
import sys

sys.path.insert(0, sys.argv[1])

import boto3


def handler(_event: object, _context: object) -> object:
    """Make one client, send one query, and return the answer."""
    client = boto3.client("dynamodb")
    return client.query(
        TableName=sys.argv[2],
        KeyConditionExpression="pk = :pk",
        ExpressionAttributeValues={":pk": {"S": "SCOPE#shop#CERTIFICATES"}},
    )


handler({}, None)
os._exit(0)  # the answer is there: what the interpreter cleans up at its end is not counted
