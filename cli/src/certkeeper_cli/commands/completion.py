"""`certkeeper completion`: print a script that makes a shell complete the commands."""

import click
from click.shell_completion import get_completion_class

SHELLS = click.Choice(["bash", "zsh", "fish"])
VARIABLE = "_CERTKEEPER_COMPLETE"
"""As click derives it from the program's name."""


@click.command()
@click.argument("shell", type=SHELLS)
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print a script that makes a shell complete Certkeeper's commands.

    For bash, in ~/.bashrc: eval "$(certkeeper completion bash)"
    """
    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(context.find_root().command, {}, "certkeeper", VARIABLE).source())
