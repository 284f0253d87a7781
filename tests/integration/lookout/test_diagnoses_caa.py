"""CAA records that let Certkeeper's CA issue, and those that do not."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from certkeeper.domain.dns.findings import Finding, FindingCode
from tests.integration.lookout.conftest import EXPECTED as HTTP_EXPECTED
from tests.integration.lookout.conftest import dns_expectation, http_expectation
from tests.integration.lookout.small_internet import Authority, SmallInternet
from tests.integration.lookout.stranger import Stranger, answer

APEX = "example.test"
NAME = f"shop.{APEX}"
ISSUERS = ("ca.example", "other.ca.example")
ACCOUNT = "https://ca.example/accounts/1"


class Scene:
    """A zone with one server, and the challenge in place."""

    def __init__(self) -> None:
        self.net = SmallInternet()
        (self.server,) = self.net.zone(APEX, servers=1)
        for name in (NAME, f"*.{NAME}"):
            self.server.text(dns_expectation(name).where, dns_expectation(name).expected)

    def check(self, name: str = NAME) -> Finding:
        """What is found with Certkeeper's CA's names known."""
        wanted = replace(dns_expectation(name), issuers=ISSUERS, account_uri=ACCOUNT)
        (finding,) = self.net.lookout().check([wanted])
        return finding


@pytest.fixture(name="scene")
def a_scene() -> Iterator[Scene]:
    """And its end."""
    scene = Scene()
    yield scene
    scene.net.stop()


ALLOWING: list[tuple[str, str, list[str]]] = [
    # the name ordered, where the records are, the records
    (NAME, "nowhere.test", ['0 issue ";"']),
    (NAME, NAME, ['0 issue "ca.example"']),
    (NAME, NAME, ['0 issue "rival.example"', '0 issue "CA.Example"']),
    (NAME, APEX, ['0 issue "other.ca.example"']),
    (NAME, APEX, ['0 iodef "mailto:admin@example.test"']),
    (NAME, APEX, ['0 issuewild ";"']),
    (NAME, APEX, ['0 unheard "of"']),
    (NAME, APEX, ['0 issue "ca.example; validationmethods=http-01,dns-01"']),
    (NAME, APEX, [f'0 issue "ca.example; accounturi={ACCOUNT}"']),
    (NAME, APEX, ['0 issue "ca.example; accounturi=https://x/"', '0 issue "other.ca.example"']),
    (f"*.{NAME}", APEX, ['0 issue "ca.example"']),
    (f"*.{NAME}", APEX, ['0 issue "rival.example"', '0 issuewild "ca.example"']),
]


@pytest.mark.parametrize(("name", "owner", "records"), ALLOWING)
def test_what_rfc_8659_allows_is_ready(scene: Scene, name: str, owner: str, records: list[str]) -> None:
    """No records at all, the CA's among them, or records about something else."""
    scene.server.put(owner, "CAA", *records)
    assert scene.check(name).ready


FORBIDDING: list[tuple[str, str, list[str], str]] = [
    # and what the advice says
    (
        NAME,
        NAME,
        ['0 issue "rival.example"'],
        f'CAA record at {NAME} that allows the CA of this order: 0 issue "ca.example"',
    ),
    (NAME, APEX, ['0 issue "rival.example"'], f"CAA record at {APEX}"),
    (NAME, "test", ['0 issue "rival.example"'], "CAA record at test"),
    (NAME, APEX, ['0 issue ";"'], "allows the CA of this order"),
    (NAME, APEX, ['0 issue "ca.example.evil"'], "allows the CA of this order"),
    (NAME, APEX, ['128 unheard "of"', '0 issue "ca.example"'], "critical property unheard"),
    (NAME, APEX, ['0 issue "ca.example; validationmethods=http-01"'], "validationmethods leave out dns-01"),
    (NAME, APEX, ['0 issue "ca.example; accounturi=https://x/"'], f"another account's than {ACCOUNT}"),
    (f"*.{NAME}", APEX, ['0 issue "ca.example"', '0 issuewild ";"'], '0 issuewild "ca.example"'),
]


@pytest.mark.parametrize(("name", "owner", "records", "advice"), FORBIDDING)
def test_what_rfc_8659_forbids_is_named(scene: Scene, name: str, owner: str, records: list[str], advice: str) -> None:
    """The challenge is in place, and still the CA would refuse."""
    scene.server.put(owner, "CAA", *records)
    if owner == "test":
        _only(scene.net.authorities, owner).put(owner, "CAA", *records)
    finding = scene.check(name)
    assert finding.code is FindingCode.CAA_FORBIDS
    assert finding.where == f"CAA at {owner}"
    assert advice in finding.advice


def test_the_nearest_records_count(scene: Scene) -> None:
    """What stands further up is not looked at."""
    scene.server.put(APEX, "CAA", '0 issue "rival.example"')
    scene.server.put(NAME, "CAA", '0 issue "ca.example"')
    assert scene.check().ready


def test_without_certkeepers_cas_names_nothing_is_asked(scene: Scene) -> None:
    """A directory that does not give its caaIdentities leaves nothing to compare."""
    scene.server.put(APEX, "CAA", '0 issue "rival.example"')
    (finding,) = scene.net.lookout().check([dns_expectation(NAME)])
    assert finding.ready
    assert not any("CAA" in question for question in scene.server.asked)


def test_http_01_is_under_the_same_law(scene: Scene, stranger: Callable[..., Stranger]) -> None:
    """The CA asks for CAA whatever the challenge."""
    server = stranger(lambda connection, _path: connection.sendall(answer("200 OK", HTTP_EXPECTED)))
    scene.server.put(NAME, "A", "127.0.0.1")
    scene.server.put(APEX, "CAA", '0 issue "ca.example; validationmethods=dns-01"')
    wanted = replace(http_expectation(NAME), issuers=ISSUERS)
    (finding,) = scene.net.lookout(http_port=server.port).check([wanted])
    assert finding.code is FindingCode.CAA_FORBIDS
    assert "leave out http-01" in finding.advice


def _only(authorities: list[Authority], apex: str) -> Authority:
    (found,) = (one for one in authorities if one.apex.to_text(omit_final_dot=True) == apex)
    return found
