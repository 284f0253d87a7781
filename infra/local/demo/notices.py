"""What administrators hear of it: the notice as SNS delivered it."""

from infra.local.demo.display import Display
from infra.local.demo.failure import DemoFailed
from infra.local.world import World


def show_notice(display: Display, world: World, certificate_id: str, type_: str) -> None:
    """Wait for the notice of one event about the certificate, and show it as a person gets it."""
    display.chapter("What SNS delivered to the administrators")
    with display.doing("a queue is subscribed to the topic as a person's address would be; the notice is there"):
        letters = [letter for letter in world.inbox.about(certificate_id, type_) if letter.type == type_]
    if len(letters) != 1:
        raise DemoFailed(f"{len(letters)} notices of {type_} were delivered instead of one")
    (letter,) = letters
    display.say(f"\nSubject: {letter.subject}\n\n{letter.text}")
