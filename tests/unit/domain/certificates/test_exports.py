"""Exports: file names, the fields of each format, and the passwords that protect a file."""

import pytest

from certkeeper.domain.certificates.exports import (
    FORMATS,
    PARTS,
    ZIP_NAMES,
    ExportChoice,
    ExportFormat,
    ExportPart,
    PasswordUse,
    password_violation,
)

PASSWORD = "correct horse battery"
ALL = [
    *(ExportChoice(one) for one in ExportFormat),
    *(ExportChoice(ExportFormat.PEM, part) for part in ExportPart),
]
CALLED = [f"{choice.format}:{choice.part}" if choice.part else choice.format.value for choice in ALL]


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
    assert ExportChoice(ExportFormat.PFX).file_name(name) == expected


def test_each_format_and_part_stands_in_the_tables() -> None:
    """One that was forgotten would fail at the first export only."""
    assert set(FORMATS) == set(ExportFormat)
    assert set(PARTS) == set(ZIP_NAMES) == set(ExportPart)


@pytest.mark.parametrize("choice", ALL, ids=CALLED)
def test_each_file_has_its_suffix(choice: ExportChoice) -> None:
    """So that programs know what it is."""
    assert choice.file_name("shop").startswith("shop.")


@pytest.mark.parametrize("choice", ALL, ids=CALLED)
def test_a_password_counts_or_is_refused(choice: ExportChoice) -> None:
    """It is never taken and dropped: whoever gives one expects the file to be protected."""
    given = ExportChoice(choice.format, choice.part, password=PASSWORD).violation()
    left_out = choice.violation()
    match choice.kind.password:
        case PasswordUse.REQUIRED:
            assert given is None
            assert left_out is not None
            assert (left_out.pointer, left_out.code) == ("/password", "required")
        case PasswordUse.OPTIONAL:
            assert (given, left_out) == (None, None)
        case PasswordUse.NONE:
            assert left_out is None
            assert given is not None
            assert (given.pointer, given.code) == ("/password", "not_of_format")


@pytest.mark.parametrize("choice", ALL, ids=CALLED)
def test_no_private_key_leaves_in_a_file_that_cannot_have_a_password(choice: ExportChoice) -> None:
    """What holds the key can be protected."""
    assert not (choice.with_key and choice.kind.password is PasswordUse.NONE)


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
