"""Checking the chain that the CA hands out before it is stored."""

from datetime import timedelta
from itertools import permutations

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from certkeeper.domain.certificates.key_types import KeyType
from certkeeper.domain.uploads.verdicts import Trust
from certkeeper.x509.chain import ChainError, IssuedChain, read_issued, trust_of_served
from certkeeper.x509.keys import new_key, signing_request
from certkeeper.x509.upload.judging.roots import PublicRoots
from tests.fakes.ca.issuer import FakeIssuer
from tests.fakes.clock import START
from tests.unit.x509.pki import INTERMEDIATE, LEAF, NOW, ROOT, STRANGER, YEAR, link, sign
from tests.unit.x509.upload.uploading import NO_ROOTS

NAMES = ("shop.example.test", "www.shop.example.test")
END = "-----END CERTIFICATE-----\n"


def issued_of(answer: str | bytes, key_pem: str, names: tuple[str, ...] = NAMES) -> IssuedChain:
    """What is kept of an answer."""
    encoded = answer.encode() if isinstance(answer, str) else answer
    return read_issued(encoded, key_pem, names, roots=NO_ROOTS, now=START)


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


def test_a_certificate_that_lacks_a_name_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """What was ordered is not there."""
    assert refusal(issue(issuer, key_pem, NAMES[:1]), key_pem) == "names_mismatch"


def test_names_that_the_ca_adds_are_kept(issuer: FakeIssuer, key_pem: str) -> None:
    """Commercial CAs add the domain of a wildcard, or `www`; the certificate was paid for, and does what was wanted."""
    assert issued_of(issue(issuer, key_pem), key_pem, NAMES[:1]).facts.names == NAMES
    added = ("*.example.test", "example.test", "www.example.test")
    assert issued_of(issue(issuer, key_pem, added), key_pem, added[:1]).facts.names == added


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
    others = "".join(FakeIssuer(START).root_pem for _ in range(9))
    assert refusal(issue(issuer, key_pem) + others, key_pem) == "chain_too_long"


def test_a_leaf_alone_has_an_empty_chain(issuer: FakeIssuer, key_pem: str) -> None:
    """A CA whose root signs leaves itself hands out nothing else."""
    leaf = issue(issuer, key_pem).partition(END)[0] + END
    assert issued_of(leaf, key_pem).chain_pem == ""


def test_any_order_and_repetition_leads_to_the_same_chain(issuer: FakeIssuer, key_pem: str) -> None:
    """The order is a SHOULD (RFC 8555 section 9.1), and a failure here would cost the certificate."""
    chain_pem = issue(issuer, key_pem)
    leaf, intermediate = (part + END for part in chain_pem.split(END)[:2])
    wanted = issued_of(chain_pem, key_pem)
    for pool in permutations([leaf, intermediate, issuer.root_pem]):
        assert issued_of("".join(pool), key_pem) == wanted
    for twice in ([leaf, leaf, intermediate], [leaf, intermediate, intermediate], [intermediate, leaf, leaf]):
        assert issued_of("".join(twice), key_pem) == wanted
    assert issued_of(leaf + sign("Unrelated", ca=True).pem + intermediate, key_pem) == wanted


def test_the_answer_may_be_der_or_pkcs7(issuer: FakeIssuer, key_pem: str) -> None:
    """PEM is asked for, and not every CA minds."""
    chain_pem = issue(issuer, key_pem)
    certificates = x509.load_pem_x509_certificates(chain_pem.encode())
    wanted = issued_of(chain_pem, key_pem)
    assert issued_of(certificates[0].public_bytes(Encoding.DER), key_pem).certificate_pem == wanted.certificate_pem
    for form in (Encoding.DER, Encoding.PEM):
        assert issued_of(pkcs7.serialize_certificates(certificates, form), key_pem) == wanted


def test_lines_of_explanation_do_no_harm(issuer: FakeIssuer, key_pem: str) -> None:
    """`openssl s_client` and some CAs write them before each certificate."""
    chain_pem = issue(issuer, key_pem)
    parts = [part + END for part in chain_pem.split(END)[:2]]
    explained = "".join(f"subject=CN = x\r\nissuer=CN = y\r\n{part}".replace("\n", "\r\n") for part in parts)
    assert issued_of(explained, key_pem) == issued_of(chain_pem, key_pem)


def test_a_link_certificate_is_kept() -> None:
    """A new key of the CA, signed by its old one under one name: clients with the old root need it."""
    old = sign("Private Root", ca=True, since=START)
    linked = link("Private Root", old, since=START)
    leaf = sign(x509.Name([]), linked, names=NAMES, since=START)
    issued = issued_of(leaf.pem + linked.pem, leaf.key_pem)
    assert issued.chain_pem == linked.pem
    assert issued_of(leaf.pem + linked.pem + old.pem, leaf.key_pem) == issued


def test_an_expired_cross_certificate_is_not_kept() -> None:
    """The chain ends at the root of browsers, as that of an upload."""
    crossed = sign("Test Root", STRANGER, key=ROOT.key, ca=True, since=NOW - YEAR, until=NOW - timedelta(days=1))
    answer = (LEAF.pem + INTERMEDIATE.pem + crossed.pem).encode()
    browsers = PublicRoots(ROOT.pem.encode())
    issued = read_issued(answer, LEAF.key_pem, ("shop.example.test",), roots=browsers, now=NOW)
    assert issued.chain_pem == INTERMEDIATE.pem


def test_a_certificate_that_has_ended_is_refused(issuer: FakeIssuer, key_pem: str) -> None:
    """It would take the place of one that may be valid."""
    csr = x509.load_der_x509_csr(signing_request(key_pem, NAMES))
    assert refusal(issuer.issue(csr, START - timedelta(days=91)), key_pem) == "out_of_date"
    assert issued_of(issuer.issue(csr, START - timedelta(days=89)), key_pem).facts.names == NAMES


def test_the_trust_of_what_is_served_is_judged_as_that_of_an_upload(issuer: FakeIssuer, key_pem: str) -> None:
    """For comparisons with what takes its place."""
    issued = issued_of(issue(issuer, key_pem), key_pem)
    served = issued.certificate_pem, issued.chain_pem
    browsers = PublicRoots(issuer.root_pem.encode())
    assert trust_of_served(*served, roots=browsers, now=START) is Trust.PUBLIC
    assert trust_of_served(*served, roots=NO_ROOTS, now=START) is Trust.INCOMPLETE
    assert trust_of_served(issued.certificate_pem, "", roots=browsers, now=START) is Trust.INCOMPLETE
