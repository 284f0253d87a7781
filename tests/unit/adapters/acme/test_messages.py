"""ACME resources as they are read."""

from datetime import UTC, datetime

import pytest

from certkeeper.adapters.acme import messages
from certkeeper.domain.errors import TransientError

URL = "https://ca.example.test/authz/1"
CHALLENGE = {"type": "http-01", "url": "https://ca.example.test/chall/1", "token": "tok"}
AUTHORIZATION = {
    "identifier": {"type": "dns", "value": "example.test"},
    "status": "pending",
    "expires": "2026-02-01T10:00:00.5+01:00",
    "challenges": [CHALLENGE],
}
ORDER = {"status": "pending", "authorizations": [URL], "finalize": "https://ca.example.test/finalize/1"}


def test_an_expiry_in_any_form_of_rfc_3339_is_a_moment_in_utc() -> None:
    """Fractions of a second and other zones are understood."""
    read = messages.authorization_at_ca(URL, AUTHORIZATION)
    assert read.expires == datetime(2026, 2, 1, 9, 0, tzinfo=UTC)


def test_a_wildcard_keeps_its_star() -> None:
    """The CA names the identifier without it and says `wildcard` (RFC 8555 section 7.1.4)."""
    assert messages.authorization_at_ca(URL, {**AUTHORIZATION, "wildcard": True}).name == "*.example.test"


@pytest.mark.parametrize("status", ["expired", "deactivated", "revoked", "processing"])
def test_every_status_is_read(status: str) -> None:
    """The acme library refuses `expired`."""
    assert messages.authorization_at_ca(URL, {**AUTHORIZATION, "status": status}).status == status


@pytest.mark.parametrize(("status", "answered"), [("pending", False), ("processing", True), ("valid", True)])
def test_a_challenge_that_is_being_checked_was_answered(status: str, answered: object) -> None:
    """Answering it again would be refused."""
    document = {**AUTHORIZATION, "challenges": [{**CHALLENGE, "status": status}]}
    assert messages.authorization_at_ca(URL, document).answered is answered


def test_a_failed_challenge_says_why() -> None:
    """The problem of the challenge that failed is the authorization's."""
    error = {"type": "urn:ietf:params:acme:error:connection", "detail": "refused"}
    failed = {**CHALLENGE, "status": "invalid", "error": error}
    read = messages.authorization_at_ca(URL, {**AUTHORIZATION, "challenges": [CHALLENGE, failed]})
    assert (read.problem_type, read.problem_detail) == (error["type"], "refused")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        ({"type": "urn:ietf:params:acme:error:caa"}, ("urn:ietf:params:acme:error:caa", "caa")),
        ({"type": "about:blank", "title": "Forbidden"}, ("", "Forbidden")),
        ({"type": "about:blank"}, ("", "")),
        ({}, ("", "")),
    ],
)
def test_an_order_that_failed_says_as_much_as_the_ca_does(error: dict[str, str], said: tuple[str, str]) -> None:
    """The type stands in for a sentence; a type that means nothing is none."""
    read = messages.order_at_ca(URL, {**ORDER, "status": "invalid", "error": error})
    assert (read.problem_type, read.problem_detail) == said


def test_a_challenge_without_a_token_is_read() -> None:
    """dns-persist-01 has none, but the names by which the CA goes."""
    challenge = {"type": "dns-persist-01", "url": URL, "issuer-domain-names": ["ca.example"]}
    document = {**AUTHORIZATION, "challenges": [challenge]}
    (read,) = messages.authorization_at_ca(URL, document).challenges
    assert (read.token, read.issuers, read.account_uri) == ("", ("ca.example",), "")


@pytest.mark.parametrize("names", [None, [], "ca.example", [1, None]])
def test_a_persistent_record_that_would_name_no_ca_is_not_offered(names: object) -> None:
    """Without issuer-domain-names there is nothing to write."""
    challenge = {"type": "dns-persist-01", "url": URL, "issuer-domain-names": names}
    assert messages.authorization_at_ca(URL, {**AUTHORIZATION, "challenges": [challenge]}).challenges == ()


def test_contacts_are_several_addresses_with_or_without_their_scheme() -> None:
    """RFC 8555 section 7.3."""
    account = messages.new_account("ada@example.test, mailto:grace@example.test,,")
    assert account["contact"] == ["mailto:ada@example.test", "mailto:grace@example.test"]
    assert "contact" not in messages.new_account(" , ")


def test_an_order_names_its_profile_or_none() -> None:
    """The CA chooses where none is named."""
    assert messages.new_order(["a.test"], "tlsserver")["profile"] == "tlsserver"
    assert "profile" not in messages.new_order(["a.test"])


def test_an_order_has_a_certificate_only_once_it_is_there() -> None:
    """Until then its address is empty, and so are expiry and problem where the CA gives none."""
    read = messages.order_at_ca(URL, ORDER)
    assert (read.certificate_url, read.expires, read.problem_type) == ("", None, "")
    assert messages.order_at_ca(URL, {**ORDER, "certificate": URL}).certificate_url == URL


@pytest.mark.parametrize(
    "wrong", [{"status": None}, {"authorizations": "x"}, {"finalize": 5}, {"expires": "tomorrow"}, {"certificate": 7}]
)
def test_a_resource_that_is_none_is_passing_trouble(wrong: dict[str, object]) -> None:
    """A CA that answers rubbish for a while does not end the order."""
    with pytest.raises(TransientError):
        messages.order_at_ca(URL, {**ORDER, **wrong})


@pytest.mark.parametrize(
    ("contact", "expected"),
    [("a@example.test", ["mailto:a@example.test"]), ("mailto:a@example.test", ["mailto:a@example.test"]), ("", None)],
)
def test_a_contact_is_a_mail_address_or_none(contact: str, expected: list[str] | None) -> None:
    """The scheme is added where it is missing; no contact is no field."""
    assert messages.new_account(contact).get("contact") == expected
