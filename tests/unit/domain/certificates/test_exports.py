"""What an export is called, and which passwords protect a key."""

import pytest

from certkeeper.domain.certificates.exports import ExportFormat, file_name, password_violation


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("shop.example.test", "shop.example.test.pfx"),
        ("*.example.test", "wildcard.example.test.pfx"),
        ("../../etc/passwd", "etc-passwd.pfx"),
        ("shop\r\nX-Header: 1", "shop-X-Header-1.pfx"),
        ('"><script>', "script.pfx"),
        ("\u202egnp.exe", "gnp.exe.pfx"),
        ("Bücher", "B-cher.pfx"),
        ("日本", "certificate.pfx"),
        ("...", "certificate.pfx"),
        ("-rf", "rf.pfx"),
        ("NUL", "certificate-NUL.pfx"),
        ("con.example.test", "certificate-con.example.test.pfx"),
        ("x" * 300, "x" * 64 + ".pfx"),
    ],
)
def test_a_file_name_is_safe_wherever_it_is_saved(name: str, expected: str) -> None:
    """Names are chosen by people, and files are saved by shells, browsers and Windows."""
    assert file_name(name, ExportFormat.PFX) == expected


@pytest.mark.parametrize("export_format", ExportFormat)
def test_each_format_has_its_suffix(export_format: ExportFormat) -> None:
    """So that programs know what it is."""
    assert file_name("shop", export_format).startswith("shop.")


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("x" * 11, "password_length"),
        ("x" * 129, "password_length"),
        ("correct\0horse", "password_characters"),
        ("correct\nhorse", "password_characters"),
    ],
)
def test_a_password_that_protects_nothing_is_refused(password: str, code: str) -> None:
    """Short ones can be tried out, control characters cannot be typed."""
    found = password_violation(password, "/password")
    assert found is not None
    assert (found.pointer, found.code) == ("/password", code)


@pytest.mark.parametrize("password", ["correct horse", "x" * 12, "pässwörter 🔑🔑"])
def test_a_password_that_people_can_type_passes(password: str) -> None:
    """Any printable character of any script."""
    assert password_violation(password, "/password") is None
