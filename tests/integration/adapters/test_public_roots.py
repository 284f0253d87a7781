"""The roots that a chain is judged by."""

from __future__ import annotations

import warnings

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from certkeeper.adapters.public_roots import public_roots
from certkeeper.x509.upload.judging.signatures import Signatures
from certkeeper.x509.upload.reading.certificate import read_certificate
from infra.layers import root_certificates
from infra.layers.local import layers


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_they_are_those_of_browsers() -> None:
    """Let's Encrypt's is one of them."""
    isrg = [root for root in _whole_list() if "ISRG Root X1" in root.subject.rfc4514_string()]
    named = public_roots().named(isrg[0].subject.rfc4514_string())
    assert [read.certificate for read in named] == isrg


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_the_layer_has_all_of_them() -> None:
    """Though botocore's own are few there."""
    few = layers() / "runtime" / "python" / "botocore" / "cacert.pem"
    assert len(x509.load_pem_x509_certificates(few.read_bytes())) == len(root_certificates.KEPT)
    assert len(_whole_list()) > 100


@pytest.mark.filterwarnings("ignore:Parsed a serial number")
def test_each_of_them_signed_itself() -> None:
    """Two in five with SHA-1, which is no reason to call a chain broken."""
    for root in _whole_list():
        read = read_certificate(root.public_bytes(Encoding.DER), "")
        assert Signatures().is_signed_by(read, read)


def _whole_list() -> list[x509.Certificate]:
    whole = layers() / "runtime" / "python" / "botocore" / root_certificates.ALL_ROOTS_FILE
    return x509.load_pem_x509_certificates(whole.read_bytes())


def test_old_roots_cause_no_warning() -> None:
    """One has the serial number 0, of which the library warns: a warning would be a line in a log, or an error."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert public_roots.__wrapped__().named("") == ()
