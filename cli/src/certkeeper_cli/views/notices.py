"""Whether and when administrators hear that a certificate ends."""

from certkeeper_cli.invocation import Document


def notices(one: Document, elsewhere: str) -> str:
    """What a certificate or a scope says of its notices; what it leaves open, `elsewhere` says."""
    days = f"{', '.join(map(str, one['notice_days']))} days before the end" if one["notice_days"] else ""
    match one["notices_enabled"], days:
        case (None, ""):
            return f"as the {elsewhere} says"
        case (None, _):
            return f"{days}; whether, the {elsewhere} says"
        case (True, ""):
            return "yes"
        case (True, _):
            return f"yes, {days}"
    return "no"
