"""Bound accounts, profiles and persistent records at Pebble. Skipped where Pebble offers none."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.errors import AccountBindingError, AcmeProblemError
from certkeeper.domain.orders.challenges import Challenge, ChallengeType
from certkeeper.domain.orders.order import expectation
from certkeeper.ports.certificate_authority import AuthorizationAtCa, CaSession, ExternalAccount
from certkeeper.x509.keys import new_key, signing_request
from infra.bootstrap.pebble import pebble
from infra.local.dns.server import DnsServer
from infra.local.pebble import Pebble
from infra.local.pebble_settings import PebbleSettings
from tests.contracts.certificate_authority import polled

APEX = "example.test"
BINDING = ExternalAccount("kid-1", b"0123456789abcdef0123456789abcdef")
LIFETIMES = {"classic": 90 * 86_400, "tlsserver": 45 * 86_400, "shortlived": 160 * 3600}
POLICY = {
    "externalAccountBindingRequired": True,
    "externalAccountMACKeys": {BINDING.kid: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"},
    "profiles": {name: {"description": name, "validityPeriod": seconds} for name, seconds in LIFETIMES.items()},
}


class Offering:
    """A Pebble that wants bound accounts and has three profiles, and the DNS in which it checks."""

    def __init__(self, directory: Path) -> None:
        self.names = DnsServer()
        self.server = Pebble(
            pebble(),
            directory,
            seconds=300,
            nameserver=self.names.address,
            http_port=1,
            pebble_settings=PebbleSettings(),
            pebble_overrides=POLICY,
        )
        self.server.wait()

    def authority(self, binding: Callable[[], ExternalAccount] | None = lambda: BINDING) -> AcmeAuthority:
        """A client with this binding."""
        return AcmeAuthority(self.server.directory_url, root_pem=self.server.tls_root.read_text(), binding=binding)

    def stop(self) -> None:
        """End both."""
        self.server.stop()
        self.names.stop()


@pytest.fixture(scope="module", name="world")
def an_offering_pebble(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offering]:
    """One for all tests here."""
    world = Offering(Path(tmp_path_factory.mktemp("offering")))
    yield world
    world.stop()


def persist(authorization: AuthorizationAtCa) -> Challenge:
    """Its dns-persist-01 challenge; skips where there is none."""
    found = next((one for one in authorization.challenges if one.type == ChallengeType.DNS_PERSIST_01), None)
    if found is None:
        pytest.skip("this Pebble offers no dns-persist-01 (2.10 does)")
    return found


def test_a_bound_account_is_registered_and_found_again(world: Offering) -> None:
    """RFC 8555 section 7.3.4: the CA checks the signature of the outer account's key."""
    key_pem = new_key(KeyType.P_256)
    account = world.authority().register(key_pem)
    assert world.authority().register(key_pem) == account


@pytest.mark.parametrize(
    "binding", [ExternalAccount("kid-2", BINDING.hmac_key), ExternalAccount("kid-1", b"wrong" * 8)]
)
def test_a_binding_that_the_ca_does_not_know_is_refused_in_its_words(world: Offering, binding: ExternalAccount) -> None:
    """An unknown key identifier, or another key."""
    with pytest.raises(AcmeProblemError) as refused:
        world.authority(lambda: binding).register(new_key(KeyType.P_256))
    assert refused.value.detail


def test_without_a_binding_the_ca_is_not_even_asked(world: Offering) -> None:
    """The directory says that it wants one: an administrator reads what to do."""
    ca = world.authority(None)
    with pytest.raises(AccountBindingError, match="HMAC key"):
        ca.register(new_key(KeyType.P_256))
    assert ca.metadata().external_account_required
    assert ca.request_counts["POST"] == 0


def test_the_directory_names_itself_and_its_profiles(world: Offering) -> None:
    """What orders and CAA records are compared with."""
    metadata = world.authority().metadata()
    assert metadata.issuers == ("pebble.test",)
    assert metadata.profiles in {(), tuple(sorted(LIFETIMES))}


@pytest.mark.parametrize("profile", sorted(LIFETIMES))
def test_a_profile_gives_the_certificate_its_lifetime(world: Offering, profile: str) -> None:
    """And a persistent record is all that it takes: nothing is written for the order."""
    ca = world.authority()
    if not ca.metadata().profiles:
        pytest.skip("this Pebble's directory offers no profiles (2.10 does)")
    names, key_pem = (APEX, f"*.{APEX}"), new_key(KeyType.P_256)
    account = ca.register(key_pem)
    session = ca.session(account.url, key_pem)
    order = session.new_order(names, profile)
    for url in order.authorization_urls:
        _prove(world, session, url, account.url)
    certificate_key = new_key(KeyType.P_256)
    session.finalize(session.order(order.url), signing_request(certificate_key, names))
    assert polled(lambda: session.order(order.url)) == "valid"
    pem = session.certificate(session.order(order.url).certificate_url)
    leaf = x509.load_pem_x509_certificates(pem)[0]
    lifetime = leaf.not_valid_after_utc - leaf.not_valid_before_utc
    assert abs(lifetime.total_seconds() - LIFETIMES[profile]) < 5


def test_an_unknown_profile_is_refused(world: Offering) -> None:
    """By the CA as well; open_order has asked the directory before."""
    ca = world.authority()
    if not ca.metadata().profiles:
        pytest.skip("this Pebble's directory offers no profiles (2.10 does)")
    key_pem = new_key(KeyType.P_256)
    with pytest.raises(AcmeProblemError) as refused:
        ca.session(ca.register(key_pem).url, key_pem).new_order([APEX], "gold")
    assert refused.value.code == "invalidProfile"


def test_a_persistent_record_without_its_policy_does_not_prove_a_wildcard(world: Offering) -> None:
    """So Certkeeper's check, which says so before, agrees with the CA."""
    ca = world.authority()
    key_pem = new_key(KeyType.P_256)
    account = ca.register(key_pem)
    session = ca.session(account.url, key_pem)
    (url,) = session.new_order([f"*.{APEX}"], _any_profile(ca)).authorization_urls
    wanted = persist(session.authorization(url))
    record = expectation(f"*.{APEX}", wanted, account.thumbprint, account_url=account.url)
    world.names.records.put(record.where, "TXT", [f'"{record.expected.removesuffix("; policy=wildcard")}"'])
    session.answer(wanted.url)
    assert polled(lambda: session.authorization(url)) == "invalid"
    assert session.authorization(url).problem_detail


def _any_profile(ca: AcmeAuthority) -> str:
    return next(iter(ca.metadata().profiles), "")


def _prove(world: Offering, session: CaSession, url: str, account_url: str) -> None:
    authorization = session.authorization(url)
    wanted = persist(authorization)
    record = expectation(authorization.name, wanted, "unused", account_url=account_url)
    world.names.records.put(record.where, "TXT", [f'"{record.expected}"'])
    session.answer(wanted.url)
    deadline = time.monotonic() + 90
    while session.authorization(url).status == "pending":
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert session.authorization(url).status == "valid"
