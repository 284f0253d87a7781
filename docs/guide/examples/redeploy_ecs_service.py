"""A Lambda function that starts the tasks of an Amazon ECS service anew, so that they read the secret again.

Environment variables: `CLUSTER` and `SERVICE`. The function's role needs `ecs:UpdateService` on the service.
"""

import os

import boto3


def handler(event: object, context: object) -> str:  # noqa: ARG001 - Lambda passes both
    """Force a new deployment of the service, and return its ARN."""
    answer = boto3.client("ecs").update_service(
        cluster=os.environ["CLUSTER"], service=os.environ["SERVICE"], forceNewDeployment=True
    )
    return str(answer["service"]["serviceArn"])
