"""What AWS may call a failure of the calls that the state machines make."""

from __future__ import annotations

from functools import cache

import botocore.session

CALLS = {
    "Lambda": ("lambda", "Invoke"),
    "DynamoDb": ("dynamodb", "UpdateItem"),
    "StepFunctions": ("stepfunctions", "StartExecution"),
    "SNS": ("sns", "Publish"),
}
"""What the names of errors begin with, and where AWS's model has them: the service and the operation that is called.

`DynamoDb` is the spelling of SDK integrations (as in AWS's SDK for Java); optimised ones have their own.
"""
WITHOUT_A_MODEL = (
    "DynamoDb.DynamoDbException",
    "Lambda.AWSLambdaException",
    "Lambda.ClientExecutionTimeoutException",
    "Lambda.SdkClientException",
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Runtime.HandlerNotFound",
    "Runtime.ImportModuleError",
    "Runtime.OutOfMemory",
    "Runtime.UserCodeSyntaxError",
    "Sandbox.Timedout",
    "A name that nobody has heard of",
)
"""What no model of a service has: names of Step Functions ("Best practices"), of Lambda's runtimes, and any other."""


@cache
def modelled(prefix: str) -> tuple[str, ...]:
    """The errors that AWS's model says an operation may end with, as Step Functions calls them."""
    service, operation = CALLS[prefix]
    shapes = botocore.session.get_session().get_service_model(service).operation_model(operation).error_shapes
    return tuple(sorted(f"{prefix}.{shape.name.removesuffix('Exception')}Exception" for shape in shapes))
