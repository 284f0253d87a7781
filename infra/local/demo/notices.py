"""The notice to administrators, as SNS delivered it."""

from infra.local.demo.display import Display
from infra.local.demo.failure import DemoFailed
from infra.local.world import World


def show_notice(display: Display, world: World, certificate_id: str, type_: str) -> None:
    """Wait for the notice of one type of event about a certificate, and show it on `display`.

    `world` delivers it to an inbox. Raises DemoFailed unless it is delivered exactly once.
    """
    display.heading("What SNS delivered to the administrators")
    with display.step("a queue that is subscribed to the topic, as an address would be, has the notice"):
        messages = [message for message in world.inbox.wait_for(certificate_id, type_) if message.type == type_]
    if len(messages) != 1:
        raise DemoFailed(f"{len(messages)} notices of {type_} were delivered instead of one")
    (message,) = messages
    display.write(f"\nSubject: {message.subject}\n\n{message.text}")
