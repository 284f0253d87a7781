"""Checking the chain that the CA hands out before it is stored."""

import pytest
from cryptography import x509

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.x509.chain import ChainError, IssuedChain, read_issued
from certkeeper.x509.keys import new_key, signing_request
from tests.fakes.ca.issuer import FakeIssuer
from tests.fakes.clock import START
from tests.unit.x509.upload.uploading import NO_ROOTS

NAMES = ("shop.example.test", "www.shop.example.test")
END = "-----END CERTIFICATE-----\n"


def issued_of(answer: str | bytes, key_pem: str, names: tuple[str, ...] = NAMES) -> IssuedChain:
    """What is kept of an answer."""
    return read_issued(answer, key_pem, names, roots=NO_ROOTS, now=START)


def refusal(chain_pem: str, key_pem: str, names: tuple[str, ...] = NAMES) -> str:
    """The code with which a chain is refused."""
    with pytest.raises(ChainError) as refused:
        issued_of(chain_pem, key_pem, names)
    return refused.value.code


@pytest.fixture(name="issuer")
def an_issuer() -> FakeIssuer:
    """A root and its intermediate."""
    return FakeIssuer(START)


@pytest.fixture(name="key_pem")
def a_key() -> str:
    """The order's key."""
    return new_key(KeyType.P_256)


def issue(issuer: FakeIssuer, key_pem: str, names: tuple[str, ...] = NAMES) -> str:
    """What the CA would hand out."""
    return issuer.issue(x509.load_der_x509_csr(signing_request(key_pem, names)), START)


def test_a_good_chain_comes_apart_into_leaf_and_issuers(issuer: FakeIssuer, key_pem: str) -> None:
    """The leaf stands alone, its issuers follow, the facts are the leaf's."""
    chain_pem = issue(issuer, key_pem)
    issued = issued_of(chain_pem, key_pem)
    assert issued.certificate_pem + issued.chain_pem == chain_pem
    assert issued.certificate_pem.count(END) == issued.chain_pem.count(END) == 1
    assert issued.facts.names == NAMES
    assert issued.facts.issuer == "CN=Fake Intermediate"


def test_a_root_in_the_chain_is_left_out(issuer: FakeIssuer, key_pem: str) -> None:
    """Clients have the root: it is not served."""
    chain_pem = issue(issuer, key_pem)
    assert issued_of(chain_pem + issuer.root_pem, key_pem) == issued_of(chain_pem, key_pem)


def test_text_and_line_ends_around_the_certificates_do_no_harm(issuer: FakeIssuer, key_pem: str) -> None:
    """What is kept is the same PEM however the CA wrapped it."""
    chain_pem = issue(issuer, key_pem)
    wrapped = "a comment\r\n" + chain_pem.replace("\n", "\r\n")
    assert issued_of(wrapped, key_pem) == issued_of(chain_pem, key_pem)


def test_a_certificate_for_another_key_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """A certificate without its key is of no use."""
    assert refusal(issue(issuer, new_key(KeyType.P_256)), key_pem) == "key_mismatch"


def test_a_certificate_for_other_names_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """One name less or more than ordered is not what was ordered."""
    assert refusal(issue(issuer, key_pem, NAMES[:1]), key_pem) == "names_mismatch"
    assert refusal(issue(issuer, key_pem), key_pem, NAMES[:1]) == "names_mismatch"


def test_names_match_whatever_their_order_and_case(issuer: FakeIssuer, key_pem: str) -> None:
    """DNS names do not differ by case, and a CA may sort them."""
    chain_pem = issue(issuer, key_pem, ("WWW.shop.example.test", "shop.example.test"))
    assert issued_of(chain_pem, key_pem).facts.common_name == ""


def test_a_link_that_does_not_hold_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """An intermediate of the same name that did not sign the leaf breaks the chain."""
    leaf = issue(issuer, key_pem).partition(END)[0] + END
    stranger = issue(FakeIssuer(START), key_pem).partition(END)[2]
    assert refusal(leaf + stranger, key_pem) == "broken_chain"


@pytest.mark.parametrize("text", ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n" + END])
def test_what_is_no_chain_is_refused(text: str, key_pem: str) -> None:
    """A maintenance page or rubbish is never stored as a certificate."""
    assert refusal(text, key_pem) == "unreadable_chain"


def test_a_truncated_chain_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """A download that broke off is noticed, though the library would drop its last certificate silently."""
    chain_pem = issue(issuer, key_pem)
    assert refusal(chain_pem[: -len(END) - 100], key_pem) == "unreadable_chain"


def test_an_endless_chain_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """A chain has ten certificates at most."""
    chain_pem = issue(issuer, key_pem)
    assert refusal(chain_pem + issuer.root_pem * 9, key_pem) == "chain_too_long"


def test_a_leaf_alone_has_an_empty_chain(issuer: FakeIssuer, key_pem: str) -> None:
    """A CA whose root signs leaves itself hands out nothing else."""
    leaf = issue(issuer, key_pem).partition(END)[0] + END
    assert issued_of(leaf, key_pem).chain_pem == ""
