"""What a deletion is going to do: read first, shown, and confirmed by a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from infra.deploy.answers import Prompt
from infra.deploy.delete.leftovers import Leftover, show
from infra.deploy.delete.orders import Execution
from infra.deploy.delete.policies import Attachment
from infra.deploy.delete.stacks import FoundStack
from infra.deploy.delete.stopped import DeletionStopped

NOTHING_DONE = "Nothing was done."


@dataclass(frozen=True, slots=True)
class Plan:
    """All that a deletion of the stack `name` is about; `stack` is None where only others are left of it.

    `certificates` are counted by status, or a text says why they are not known.
    """

    name: str
    stack: FoundStack | None
    access_stacks: tuple[FoundStack, ...]
    attachments: tuple[Attachment, ...]
    executions: tuple[Execution, ...]
    certificates: Mapping[str, int] | str
    stays: tuple[Leftover, ...]

    @property
    def stacks(self) -> tuple[FoundStack, ...]:
        """All stacks in the sequence in which they are deleted: those with policies that name the API first."""
        return (*self.access_stacks, *([self.stack] if self.stack else []))

    @property
    def is_protected(self) -> bool:
        """Whether one of the stacks has termination protection."""
        return any(stack.is_protected for stack in self.stacks)


def show_plan(plan: Plan, say: Callable[[str], None]) -> None:
    """Print the plan by `say`: what goes, what ends with it, and what stays and costs."""
    state = plan.stack.status if plan.stack else "gone already"
    say(f"The stack {plan.name} is {state}. To be deleted:")
    for stack in plan.stacks:
        count = sum(len(each) for each in stack.resources.values())
        protection = ", with termination protection, which is switched off" if stack.is_protected else ""
        say(f"  the stack {stack.name} ({count} resources){protection}")
    if plan.attachments:
        say("Policies that are taken from those who have them; they lose their access to this stack:")
        for attachment in plan.attachments:
            say(f"  {attachment}")
    if plan.executions:
        say(
            "What runs. Orders are cancelled and remove their DNS records:"
            if not isinstance(plan.certificates, str)
            else "What runs. Certkeeper's API cannot be called, so orders are stopped, and may leave DNS records:"
        )
        for execution in plan.executions:
            say(f"  {execution}")
    say(f"Certificates that are not renewed any more: {_counted(plan.certificates)}")
    say("Nothing is revoked, and no secret is deleted: consumers go on until their certificates expire. What stays:")
    show(plan.stays, say, commands=False)


def confirm(plan: Plan, prompt: Prompt, *, yes: bool, name: str) -> None:
    """Ask whether to go on with the plan, by `prompt`, unless `yes` or the stack's `name` was given beforehand.

    A stack with termination protection is confirmed by its name, never by yes alone. Raises DeletionStopped where the
    answer is no, or another name.
    """
    wanted = plan.name
    if name and name != wanted:
        raise DeletionStopped(f"CONFIRM names {name!r}, and the stack is {wanted!r}. {NOTHING_DONE}")
    if name or (yes and not plan.is_protected):
        return
    if yes:
        raise DeletionStopped(
            f"The stack {wanted} has termination protection, which YES=1 does not switch off. Add CONFIRM={wanted}. "
            f"{NOTHING_DONE}"
        )
    try:
        if plan.is_protected:
            typed = prompt("Type the stack's name to delete it: ").strip() == wanted
        else:
            typed = prompt("Go on? [y/N]: ").strip().lower() in {"y", "yes"}
    except EOFError:
        raise DeletionStopped(f"There is no answer. For a script, use YES=1. {NOTHING_DONE}") from None
    if not typed:
        raise DeletionStopped(NOTHING_DONE)


def _counted(certificates: Mapping[str, int] | str) -> str:
    if isinstance(certificates, str):
        return f"not known ({certificates})"
    counts = ", ".join(f"{number} {status}" for status, number in sorted(certificates.items()))
    return counts or "none"
