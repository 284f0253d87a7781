"""`make down`: stop the local world that `make up` left running."""

import sys

from infra.local.processes.state import running_world, stop_world


def main() -> int:
    """Stop the world that is running, if there is one, and return the exit status."""
    state = running_world()
    if state is None:
        print("No local world is running.")
        return 0
    if not stop_world(state):
        print(f"The local world (process {state.pid}) is still stopping.", file=sys.stderr)
        return 1
    print("The local world has stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
