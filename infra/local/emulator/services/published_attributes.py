"""A message that a state machine publishes has its attributes, and filter policies select by them.

AWS hands on all that `sns:publish` is given (Step Functions, "Publish messages to Amazon SNS topics").
Stock ministack looks for the attributes in the form of a query, in which a state does not have them, and drops them.
"""

from ministack.services import stepfunctions

from infra.local.emulator.rewriting import rewrite

CORRECTION = "published_attributes"

_AS_A_QUERY = {
    "    status, _, body = sns._publish(input_data)\n": (
        "    query = dict(input_data)\n"
        '    for number, (name, value) in enumerate(query.pop("MessageAttributes", {}).items(), 1):\n'
        '        query[f"MessageAttributes.entry.{number}.Name"] = name\n'
        "        for key, text in value.items():\n"
        '            query[f"MessageAttributes.entry.{number}.Value.{key}"] = text\n'
        "    status, _, body = sns._publish(query)\n"
    ),
}


def install() -> None:
    """Write the attributes as a query has them."""
    rewrite(stepfunctions, "_invoke_sns_publish", _AS_A_QUERY, CORRECTION)
    # The table of integrations has taken the function by its value.
    stepfunctions._SERVICE_DISPATCH["arn:aws:states:::sns:publish"] = stepfunctions._invoke_sns_publish  # noqa: SLF001
