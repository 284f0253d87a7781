"""The AWS SDK that Lambda's Python runtimes include, for functions whose layers have none."""

import importlib.util
from pathlib import Path

# What the runtimes include beside the standard library.
_PACKAGES = ("boto3", "botocore", "dateutil", "jmespath", "s3transfer", "six", "urllib3")


def linked_sdk(directory: Path) -> Path:
    """Fill the directory with links to the AWS SDK and to nothing else of this environment, and return it."""
    for name in _PACKAGES:
        spec = importlib.util.find_spec(name)
        if spec is not None and spec.origin is not None:
            origin = Path(spec.origin)
            source = origin.parent if origin.name == "__init__.py" else origin
            (directory / source.name).symlink_to(source)
    return directory
