"""The modules of Certkeeper that a function loads: each costs some 0.1 ms of a cold start, a dataclass 1 to 4 ms.

Counted are modules that `app.py` reaches by imports, those inside functions included, without the empty `__init__.py`.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import Function, functions
from tests.architecture.imports.imported import importers

FOR_WRITING = {
    "adapters.acme",
    "adapters.aws.events",
    "adapters.aws.sns",
    "adapters.aws.stepfunctions",
    "adapters.lookout",
    "adapters.route53",
    "adapters.secretsmanager",
    "domain.certificates.exports",
    "domain.dns.names",
    "domain.event_details",
    "domain.notices.notice",
    "domain.renewal.rate_limits",
    "domain.renewal.order_state",
    "domain.renewal.sweep_decision",
    "domain.renewal.sweep_events",
    "domain.uploads.refusals",
    "entrypoints.event_handler",
    "entrypoints.requests",
    "entrypoints.schedule",
    "entrypoints.task",
    "services.certificates",
    "services.issuance",
    "services.orders",
    "services.scopes",
    "services.sweep",
    "services.uploads",
    "x509",
}
"""Packages and modules for orders, uploads, deliveries, the sweep and bodies. Who reads a row needs none of them.

A constant that both need belongs into a module that has nothing else to import (`domain.renewal.state`).
"""

READ, CHANGE, ISSUANCE, EVENT = "a read", "a change by a person", "a task of an issuance", "a sweep or consumer"
UPLOAD, RETRIEVAL = "an upload or a comparison of versions", "the task that reads what a CA hands out"
MOST = {READ: 57, CHANGE: 106, UPLOAD: 144, ISSUANCE: 88, RETRIEVAL: 122, EVENT: 84}
"""How many modules one of each kind may reach. Raise a number only for modules that each of its calls needs.

The roots of a private CA and its TLS are three of the last two kinds; where the CA is public, one of these is not
loaded. Uploads and what a CA hands out are read by one reader of certificates and chains (ADR 111): some 30 modules.
Ten of an upload are those of lenient reading, loaded only for a certificate that needs it, and two open ZIP archives
and Kubernetes Secrets, in a child process if one comes. What a search reads and U-labels are two of each kind that has
rows of certificates: loaded where such a row is written, or a list searched."""
READS_CERTIFICATES = {
    "upload_certificate": UPLOAD,
    "upload_version": UPLOAD,
    "replace_certificate": UPLOAD,
    "activate_version": UPLOAD,
    "replace_with_version": UPLOAD,
    "retrieve_certificate": RETRIEVAL,
}

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.operation)


def kind_of(function: Function) -> str:
    """What a function is for. A read is what the API has as GET."""
    if function.operation in READS_CERTIFICATES:
        return READS_CERTIFICATES[function.operation]
    if "/issuance/" in function.folder:
        return ISSUANCE
    if "/events/" in function.folder:
        return EVENT
    return READ if all(method.upper() == "GET" for method, _ in function.routes) else CHANGE


READS = [function for function in functions() if kind_of(function) == READ]


@pytest.mark.parametrize("function", READS, ids=lambda function: function.operation)
def test_a_read_loads_nothing_that_only_a_write_needs(function: Function) -> None:
    """The message is the way from `app.py` to what it should not load."""
    found = importers(ROOT / function.folder / "app.py")
    assert not [_way(name, found) for name in found if _is_for_writing(name)]


@EVERY
def test_a_function_loads_no_more_of_certkeeper_than_others_of_its_kind(function: Function) -> None:
    """The message counts by package, so that one sees where they come from."""
    own = _own(function)
    most = MOST[kind_of(function)]
    packages = Counter(".".join(name.split(".")[1:3]) for name in own)
    assert len(own) <= most, f"{function.operation}, {kind_of(function)}: {len(own)} over {most}: {packages}"


def test_what_is_for_writing_exists_and_is_used() -> None:
    """A module that was renamed would never be found."""
    everybody = set().union(*(_own(function) for function in functions()))
    assert all(any(_within(name, package) for name in everybody) for package in FOR_WRITING)


@cache
def _own(function: Function) -> set[str]:
    return {name for name in importers(ROOT / function.folder / "app.py") if name.startswith("certkeeper.")}


def _is_for_writing(name: str) -> bool:
    return any(_within(name, package) for package in FOR_WRITING)


def _within(name: str, package: str) -> bool:
    return f"{name}.".startswith(f"certkeeper.{package}.")


def _way(name: str, found: dict[str, str]) -> str:
    return f"{_way(found[name], found)} -> {name}" if name else "app.py"
