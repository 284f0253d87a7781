"""An alias is printable and short, and a key store's; without one, an entry has the certificate's name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certkeeper.domain.certificates.aliases import MAX_ALIAS_CHARACTERS, alias_of, alias_violation, issuer_alias
from certkeeper.domain.certificates.exports import ExportChoice, ExportFormat, ExportPart, ExportRemark

PASSWORD = "correct horse battery"
SHA256 = "96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6"


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("shop", None),
        ("*.münchen.example", None),
        ("x" * MAX_ALIAS_CHARACTERS, None),
        ("", "too_short"),
        ("x" * (MAX_ALIAS_CHARACTERS + 1), "too_long"),
        (" shop", "unprintable"),
        ("shop\u202egnp", "unprintable"),
        ("sh\0p", "unprintable"),
        ("rocket 🚀", "alias_characters"),
    ],
)
def test_an_alias_is_one_that_every_key_store_takes(alias: str, code: str | None) -> None:
    """Java's own key stores have plain UTF-8 up to U+FFFF only."""
    violation = alias_violation(alias, "/alias")
    assert (violation.code if violation else None) == code


@given(st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=128))
def test_each_certificates_name_gives_an_alias(name: str) -> None:
    """Names that differ in it give aliases that differ."""
    assert alias_violation(alias_of(name), "/alias") is None
    assert alias_of("🚀 a") != alias_of("🌍 a")


@given(st.text())
def test_each_issuers_name_gives_an_alias(name: str) -> None:
    """The fingerprint's beginning keeps two issuers of one name apart."""
    assert alias_violation(issuer_alias(name, SHA256), "/alias") is None
    assert issuer_alias(name, SHA256) != issuer_alias(name, SHA256[::-1])


def test_a_chosen_alias_wins_and_a_file_without_entries_has_none() -> None:
    """Parts of PEM, DER and P7B have no names; a trust store's entries are named after themselves."""
    for form in ExportFormat:
        chosen = ExportChoice(form, password=PASSWORD, alias="mine")
        named = ExportChoice(form).named_after("shop front").alias
        if form in {ExportFormat.PFX, ExportFormat.PFX_LEGACY, ExportFormat.JKS}:
            assert (named, chosen.named_after("shop front").alias, chosen.violation()) == ("shop front", "mine", None)
        elif form is ExportFormat.TRUSTSTORE:
            assert (named, chosen.violation()) == (None, None)
        else:
            violation = ExportChoice(form, alias="mine").violation()
            assert violation is not None
            assert (named, violation.pointer, violation.code) == (None, "/alias", "not_of_format")
    assert ExportChoice(ExportFormat.PEM, ExportPart.CHAIN, alias="mine").violation() is not None


@pytest.mark.parametrize("password", ["pässwörter im Laden", "ключ от магазина", "twelve locks 🔑🔑"])
def test_a_password_that_java_does_not_take_is_remarked_on(password: str) -> None:
    """In PKCS#12 only: Java's own key store takes any."""
    remarked = {form for form in ExportFormat if ExportChoice(form, password=password).remarks()}
    assert remarked == {ExportFormat.PFX, ExportFormat.PFX_LEGACY}
    (remark,) = ExportChoice(ExportFormat.PFX, password=password).remarks()
    assert (remark.code, password in remark.detail) == (ExportRemark.PASSWORD_NOT_ASCII, False)
    assert not ExportChoice(ExportFormat.PFX, password=PASSWORD).remarks()
