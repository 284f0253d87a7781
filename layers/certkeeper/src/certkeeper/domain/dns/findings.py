"""Findings: what a check of a challenge from outside has found, before the CA is asked to validate it (ADR 36)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from certkeeper.domain.orders.challenges import ChallengeType


class FindingCode(StrEnum):
    """The codes of findings. All but READY mean that the CA would refuse the challenge."""

    READY = "ready"
    # http-01
    NO_ADDRESS = "no_address"
    PRIVATE_ADDRESS = "private_address"
    REFUSED = "connection_refused"
    TIMEOUT = "timeout"
    NOT_FOUND = "not_found"
    HTTP_STATUS = "http_status"
    WRONG_CONTENT = "wrong_content"
    REDIRECT_REFUSED = "redirect_refused"
    REDIRECT_PORT = "redirect_port"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    LOGIN_PAGE = "login_page"
    IPV6_DIFFERS = "ipv6_differs"
    UNREACHABLE = "unreachable"
    # dns-01 and dns-persist-01
    NO_SUCH_NAME = "no_such_name"
    NO_RECORD = "no_record"
    WRONG_RECORD = "wrong_record"
    STALE_RECORD = "stale_record"
    DOUBLED_NAME = "doubled_name"
    SERVERS_DISAGREE = "servers_disagree"
    MISSING_CNAME = "missing_cname"
    WRONG_CNAME = "wrong_cname"
    ENDLESS_CNAME = "endless_cname"
    # all of them
    SERVFAIL = "servfail"
    LAME_DELEGATION = "lame_delegation"
    DNS_FAILURE = "dns_failure"
    CAA_FORBIDS = "caa_forbids"


class VerificationOutcome(StrEnum):
    """READY: all challenges are in place, and the CA is asked to validate. NOT_READY: the CA has not been asked."""

    READY = "ready"
    NOT_READY = "not_ready"


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a check expects for one name.

    `expected` is the content at `where`: a URL for http-01, else the name of a TXT record. `alias` is the target that a
    CNAME at `where` must have; empty where none is needed. `issuers` are the names by which CAA records allow the CA
    (RFC 8659), and `account_uri` is the account in them (RFC 8657); CAA is not checked where `issuers` is empty.
    """

    name: str
    challenge: ChallengeType
    where: str
    expected: str
    alias: str = ""
    issuers: tuple[str, ...] = ()
    account_uri: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found for one name.

    `expected` is what should be at `where`, and `seen` what was there, of at most 200 printable characters. `advice`
    says what to change. `server` is the name server that gave the answer, with its address; empty where no single one
    did.
    """

    name: str
    challenge: ChallengeType
    code: FindingCode
    where: str
    expected: str
    seen: str
    advice: str
    checked_at: datetime
    server: str = ""

    @property
    def ready(self) -> bool:
        """Whether the CA would accept the challenge."""
        return self.code is FindingCode.READY
