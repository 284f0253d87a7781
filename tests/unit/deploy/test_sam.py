"""Options that would go past `make deploy` are not handed to sam."""

import pytest

from infra.deploy.refusal import DeploymentRefused
from infra.deploy.sam import check_arguments


@pytest.mark.parametrize(
    "argument",
    [
        *("--parameter-overrides", "--parameter-overrides=NoticeDays=30", "--guided", "-g", "--stack-name=other"),
        *("--tags", "--region", "--profile", "--template-file", "--template", "-t", "-ttemplate.yaml"),
    ],
)
def test_an_option_that_is_decided_here_is_refused_with_what_to_say(argument: str) -> None:
    """It would put answers beside the stack, or deploy something else than was checked."""
    with pytest.raises(DeploymentRefused, match=r"which make deploy decides\. (Use \S+=|Leave it out: )"):
        check_arguments(["--no-confirm-changeset", argument])


def test_other_options_go_to_sam() -> None:
    """Those of somebody's own bucket or pipeline."""
    check_arguments(["--no-confirm-changeset", "--config-env", "local", "--s3-bucket", "mine"])
