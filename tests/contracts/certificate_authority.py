"""The contract of `ports.certificate_authority.CertificateAuthority` and `ports.certificate_authority.CaSession`."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING, Protocol

import pytest

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.certificates.revocations import RevocationReason
from certkeeper.domain.errors import AccountUnknownError, AcmeProblemError
from certkeeper.domain.orders.challenges import ChallengeType
from certkeeper.x509.chain import IssuedChain, read_issued
from certkeeper.x509.keys import new_key, signing_request
from tests.fakes.clock import START
from tests.unit.x509.upload.uploading import NO_ROOTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.domain.orders.challenges import Challenge
    from certkeeper.ports.certificate_authority import AuthorizationAtCa, CaSession, CertificateAuthority, OrderAtCa

NAMES = ("shop.example.test", "www.shop.example.test")
WAITING = frozenset({"pending", "processing"})


class World(Protocol):
    """A CA, and the web on which it searches for challenges."""

    @property
    def ca(self) -> CertificateAuthority:
        """The CA."""

    @property
    def rejected_name(self) -> str:
        """A name that the CA refuses by policy."""

    def put_in_place(self, name: str, challenge: Challenge, thumbprint: str) -> None:
        """Makes the CA find the challenge; without it, it does not."""


def polled(read: Callable[[], AuthorizationAtCa | OrderAtCa]) -> str:
    """The status when it is decided."""
    deadline = time.monotonic() + 90
    while (seen := read().status) in WAITING:
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return seen


def issued(answer: bytes, key_pem: str) -> IssuedChain:
    """The chain as it is read when the CA has issued it."""
    return read_issued(answer, key_pem, NAMES, roots=NO_ROOTS, now=START)


def http_01(authorization: AuthorizationAtCa) -> Challenge:
    """The challenge of the type that both worlds know."""
    return next(one for one in authorization.challenges if one.type == ChallengeType.HTTP_01)


class CertificateAuthorityContract:
    """Give a fixture `world`: a CA, and the web on which it searches for challenges."""

    @pytest.fixture(name="key_pem")
    def an_account_key(self) -> str:
        """A new account's key."""
        return new_key(KeyType.P_256)

    @pytest.fixture(name="session")
    def a_session(self, world: World, key_pem: str) -> CaSession:
        """A new account's talk."""
        return world.ca.session(world.ca.register(key_pem).url, key_pem)

    def test_registering_again_finds_the_account(self, world: World, key_pem: str) -> None:
        """The key is the account: a lost answer is asked for again."""
        account = world.ca.register(key_pem)
        assert world.ca.register(key_pem) == account
        assert account.directory_url == world.ca.directory_url

    def test_a_new_order_is_pending_with_an_authorization_for_each_name(self, session: CaSession) -> None:
        """Each with its challenges, none answered, and an expiry."""
        order = session.new_order(NAMES)
        seen = [session.authorization(url) for url in order.authorization_urls]
        assert (order.status, order.certificate_url) == ("pending", "")
        assert order.expires is not None
        assert sorted(one.name for one in seen) == sorted(NAMES)
        assert all(one.status == "pending" and one.expires and not one.answered for one in seen)
        assert all(http_01(one).token for one in seen)
        read = session.order(order.url)
        assert sorted(read.authorization_urls) == sorted(order.authorization_urls)
        assert (read.url, read.finalize_url) == (order.url, order.finalize_url)

    def test_a_wildcard_keeps_its_star_and_needs_dns(self, session: CaSession) -> None:
        """No http-01 is offered for it."""
        (url,) = session.new_order(["*.example.test"]).authorization_urls
        seen = session.authorization(url)
        assert seen.name == "*.example.test"
        assert ChallengeType.HTTP_01 not in {one.type for one in seen.challenges}
        assert ChallengeType.DNS_01 in {one.type for one in seen.challenges}

    def test_an_order_goes_all_the_way(self, world: World, key_pem: str) -> None:
        """Each step by a session of its own, as the tasks do it: answered, ready, finalized, downloaded."""
        assert sorted(issued(*self._issued(world, key_pem)).facts.names) == sorted(NAMES)

    @pytest.mark.parametrize("reason", RevocationReason)
    def test_what_was_issued_is_revoked_by_the_account_that_ordered_it(
        self, world: World, key_pem: str, reason: RevocationReason
    ) -> None:
        """With any reason that the API takes; a second time is no error, for that is what was wanted."""
        certificate_pem = issued(*self._issued(world, key_pem)).certificate_pem
        for _ in range(2):
            self._session(world, key_pem).revoke(certificate_pem, reason)

    def test_another_account_cannot_revoke_it(self, world: World, key_pem: str) -> None:
        """The CA says why."""
        certificate_pem = issued(*self._issued(world, key_pem)).certificate_pem
        with pytest.raises(AcmeProblemError) as refused:
            self._session(world, new_key(KeyType.P_256)).revoke(certificate_pem, RevocationReason.SUPERSEDED)
        assert refused.value.code == "unauthorized"

    def _issued(self, world: World, key_pem: str) -> tuple[bytes, str]:
        """A chain for NAMES, and the key of its certificate."""
        account = world.ca.register(key_pem)
        order = self._session(world, key_pem).new_order(NAMES)
        self._satisfy(world, key_pem, order, account.thumbprint)
        ready = self._session(world, key_pem).order(order.url)
        assert ready.status == "ready"
        certificate_key = new_key(KeyType.P_256)
        self._session(world, key_pem).finalize(ready, signing_request(certificate_key, NAMES))
        assert polled(lambda: self._session(world, key_pem).order(order.url)) == "valid"
        last = self._session(world, key_pem)
        return last.certificate(last.order(order.url).certificate_url), certificate_key

    def test_a_challenge_that_is_not_in_place_fails_with_the_reason(self, session: CaSession) -> None:
        """The authorization carries the CA's type and sentence, the order is invalid."""
        order = session.new_order(["missing.example.test"])
        (url,) = order.authorization_urls
        session.answer(http_01(session.authorization(url)).url)
        assert polled(lambda: session.authorization(url)) == "invalid"
        seen = session.authorization(url)
        assert seen.problem_type.startswith("urn:ietf:params:acme:error:")
        assert seen.problem_detail
        assert session.order(order.url).status == "invalid"

    def test_answering_twice_is_refused(self, session: CaSession) -> None:
        """So whoever answers reads first."""
        (url,) = session.new_order(["missing.example.test"]).authorization_urls
        challenge = http_01(session.authorization(url))
        session.answer(challenge.url)
        with pytest.raises(AcmeProblemError) as refused:
            session.answer(challenge.url)
        assert refused.value.code == "malformed"

    def test_finalizing_too_early_is_refused(self, session: CaSession) -> None:
        """With a code that says so."""
        order = session.new_order(NAMES)
        with pytest.raises(AcmeProblemError) as refused:
            session.finalize(order, signing_request(new_key(KeyType.P_256), NAMES))
        assert refused.value.code == "orderNotReady"

    def test_a_name_that_policy_forbids_is_refused_with_the_reason(self, world: World, session: CaSession) -> None:
        """At the order, and in the CA's words."""
        with pytest.raises(AcmeProblemError) as refused:
            session.new_order([world.rejected_name])
        assert refused.value.code == "rejectedIdentifier"
        assert refused.value.detail

    def test_an_account_that_the_ca_does_not_know_is_named(self, world: World, key_pem: str) -> None:
        """As after a restart of a CA that keeps accounts in memory."""
        stranger = world.ca.session(world.ca.register(key_pem).url + "0", key_pem)
        with pytest.raises(AccountUnknownError):
            stranger.new_order(NAMES)

    @staticmethod
    def _session(world: World, key_pem: str) -> CaSession:
        return world.ca.session(world.ca.register(key_pem).url, key_pem)

    def _satisfy(self, world: World, key_pem: str, order: OrderAtCa, thumbprint: str) -> None:
        for url in order.authorization_urls:
            session = self._session(world, key_pem)
            authorization = session.authorization(url)
            world.put_in_place(authorization.name, http_01(authorization), thumbprint)
            session.answer(http_01(authorization).url)
            assert polled(partial(session.authorization, url)) == "valid"
