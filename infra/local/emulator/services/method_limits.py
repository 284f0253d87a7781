"""A method's own limits count, not the stage's.

AWS::ApiGateway::Stage names the resource with encoded slashes: `/~1a~1b` is the path `/a/b`. Stock ministack looks for
the path as it is, finds the stage's limit, and answers 429 to a CA that comes for a hundred names at once.
"""

from ministack.services.cloudformation import provisioners

from infra.local.emulator.rewriting import rewrite

CORRECTION = "method_limits"

_DECODED = {
    'key = f"{resource_path}/{http_method}"': (
        "key = resource_path.removeprefix('/').replace('~1', '/') + '/' + http_method"
    ),
}


def install() -> None:
    """Read the resource's path as AWS does."""
    rewrite(provisioners, "_apigw_method_settings", _DECODED, CORRECTION)
