"""Whether and when notices about a certificate are sent to administrators."""

from certkeeper_cli.invocation import Document


def notices(one: Document, elsewhere: str) -> str:
    """Return what one certificate or scope says of its notices; `elsewhere` says what it leaves open."""
    days = f"{', '.join(map(str, one['notice_days']))} days before the end" if one["notice_days"] else ""
    match one["notices_enabled"], days:
        case (None, ""):
            return f"as the {elsewhere} says"
        case (None, _):
            return f"{days}, if the {elsewhere} says so"
        case (True, ""):
            return "yes"
        case (True, _):
            return f"yes, {days}"
    return "no"
