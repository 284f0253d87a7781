"""The content of each challenge, checked against the RFC's examples and formulas."""

from certkeeper.domain.orders.challenges import Challenge, ChallengeType, txt_value
from certkeeper.domain.orders.order import expectation

TOKEN = "LoqXcYV8q5ONbJQxbmR7SCTNo3tiAXDfowyjxAjEuX0"
THUMBPRINT = "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
"""Token and thumbprint of RFC 8555 section 8.3's example."""


def test_http_01_expects_the_key_authorization_at_the_well_known_address() -> None:
    """RFC 8555 section 8.3: the path and the body."""
    found = expectation("www.example.org", Challenge("http-01", "https://ca/1", TOKEN), THUMBPRINT)
    assert found.where == f"http://www.example.org/.well-known/acme-challenge/{TOKEN}"
    assert found.expected == f"{TOKEN}.{THUMBPRINT}"


def test_dns_01_expects_a_digest_under_one_name_for_a_wildcard_and_its_apex() -> None:
    """RFC 8555 section 8.4: 32 bytes in unpadded base64url, at _acme-challenge."""
    challenge = Challenge("dns-01", "https://ca/2", TOKEN)
    wildcard, apex = (
        expectation("*.example.org", challenge, THUMBPRINT),
        expectation("example.org", challenge, THUMBPRINT),
    )
    assert wildcard.where == apex.where == "_acme-challenge.example.org"
    assert wildcard.challenge is ChallengeType.DNS_01
    assert len(txt_value(TOKEN, THUMBPRINT)) == 43
    assert "=" not in wildcard.expected
