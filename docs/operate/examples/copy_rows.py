"""Copy all rows of one DynamoDB table into another: `python copy_rows.py SOURCE TARGET`.

Rows of the same key are overwritten, others stay. It needs boto3, and `dynamodb:Scan` on the source and
`dynamodb:BatchWriteItem` on the target.
"""

import sys

import boto3


def copy_rows(source: str, target: str) -> int:
    """Copy every row from the table `source` to the table `target`, and return how many there were."""
    dynamodb = boto3.resource("dynamodb")
    pages = dynamodb.meta.client.get_paginator("scan").paginate(TableName=source, ConsistentRead=True)
    count = 0
    with dynamodb.Table(target).batch_writer() as writer:
        for page in pages:
            for row in page["Items"]:
                writer.put_item(Item=row)
                count += 1
    return count


if __name__ == "__main__":
    print(f"{copy_rows(*sys.argv[1:])} rows copied")
