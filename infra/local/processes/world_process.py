"""`python -m infra.local.processes.world_process <hours>`: run the world of `make up` until SIGTERM."""

import os
import signal
import sys
import threading
from datetime import UTC, datetime, timedelta

from infra.local.administrator import administrator_role
from infra.local.processes.loopback import LOOPBACK
from infra.local.processes.state import FILE, WorldState
from infra.local.world import World


def hold_world(hours: float, process: int, now: datetime) -> None:
    """Start the world, write its state for others, and end it on SIGTERM or after `hours`.

    `process` is the id of this process, and `now` the time.
    """
    asked_to_end = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: asked_to_end.set())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    lifetime = timedelta(hours=hours)
    with World(seconds=lifetime.total_seconds()) as world:
        deployed = world.deploy()
        root = world.directory / "issuer-root.pem"
        root.write_text(world.pebble.root_pem(), encoding="ascii")
        WorldState(
            pid=process,
            endpoint=world.cloud.endpoint,
            api_url=deployed.api_url,
            administrator_role=administrator_role(world.cloud, deployed),
            acme_directory=world.pebble.directory_url,
            acme_root=str(root),
            site_url=f"http://{LOOPBACK}:{world.site.port}/",
            nameserver=world.dns.address,
            inbox_url=world.inbox.queue_url,
            ends_at=(now + lifetime).isoformat(timespec="seconds"),
        ).write()
        try:
            asked_to_end.wait(lifetime.total_seconds())
        finally:
            FILE.unlink(missing_ok=True)


if __name__ == "__main__":
    hold_world(float(sys.argv[1]), os.getpid(), datetime.now(UTC))
