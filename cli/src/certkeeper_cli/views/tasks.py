"""What a person has to do so that an order can go on: the file to serve, the record to set, or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass

from certkeeper_cli.invocation import Document
from certkeeper_cli.words import HTTP_CHALLENGE_PATH, AuthorizationStatus, ChallengeType, OrderStatus, Solver


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, and the texts that are needed for it by their titles."""

    what: str
    texts: tuple[tuple[str, str], ...]


def tasks(order: Document, api_url: str) -> list[Task]:
    """Return what is left to do for the order's challenge, or for each that may be chosen; the same thing only once.

    `api_url` is the target of the redirect for http-01.
    """
    if order["status"] != OrderStatus.PENDING:
        return []
    found = (
        task
        for authorization in order["authorizations"]
        if authorization["status"] == AuthorizationStatus.PENDING
        for challenge in authorization["challenges"]
        if order["challenge"] in {None, challenge["type"]}
        for task in _task(challenge, order["solver"], authorization["name"], api_url)
    )
    return list(dict.fromkeys(found))


def _task(challenge: Document, solver: str, name: str, api_url: str) -> Iterator[Task]:
    match challenge["type"]:
        case ChallengeType.HTTP_01:
            yield _file(challenge, name, api_url)
        case ChallengeType.DNS_01 if solver == Solver.ASSISTED:
            yield _record("Set this record", challenge, challenge["zone"])
        case ChallengeType.DNS_01 if solver == Solver.DELEGATED and challenge["cname"]:
            yield _cname(challenge["cname"])
        case ChallengeType.DNS_PERSIST_01:
            yield _record("Set this record, once and for all later orders", challenge, None)


def _file(challenge: Document, name: str, api_url: str) -> Task:
    """Return the task of http-01. The redirect comes first: it is set once, and then every renewal is automatic."""
    return Task(
        f"Redirect once, on the web server of {name} (then renewals are automatic), or serve this file",
        (
            ("redirect", f"http://{name}{HTTP_CHALLENGE_PATH}"),
            ("to", f"{api_url}{HTTP_CHALLENGE_PATH}"),
            ("or serve", challenge["url"]),
            ("with content", challenge["content"]),
        ),
    )


def _record(what: str, challenge: Document, zone: str | None) -> Task:
    where = (("in zone", zone),) if zone else ()
    return Task(
        what,
        (
            ("name", challenge["record_name"]),
            ("type", challenge["record_type"]),
            ("value", challenge["record_value"]),
            *where,
        ),
    )


def _cname(cname: Document) -> Task:
    return Task(
        "Set this record once, unless it is there; then renewals are automatic",
        (("name", cname["record_name"]), ("type", "CNAME"), ("value", cname["target"])),
    )
