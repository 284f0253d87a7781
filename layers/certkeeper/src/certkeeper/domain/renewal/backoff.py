"""How long a renewal that failed waits before it is tried again."""

from datetime import timedelta

PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(minutes=100))
"""Let's Encrypt's integration guide: after 1, 10 and 100 minutes, then once a day."""
DAILY = timedelta(days=1)
SHARE = 3
"""Near the end a day is too long: a pause takes a third of what is left at most, so that a CA that comes back with
hours to go is asked again in time. Otherwise 160 hours do not live through an outage of three days."""


def pause_after(failures: int, left: timedelta) -> timedelta:
    """The pause after so many failures in a row, from 1 on, with so much life left; none is left of an expired one."""
    if failures <= len(PAUSES):
        return PAUSES[failures - 1]
    if left <= timedelta():
        return DAILY
    return min(DAILY, max(PAUSES[-1], left / SHARE))
