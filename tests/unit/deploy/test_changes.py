"""SET is read as a shell reads words, and nothing in it is dropped."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.deploy.changes import read_changes
from infra.deploy.refusal import DeploymentRefused

NOWHERE = Path("nowhere")


def test_words_become_parameters() -> None:
    """A value may have blanks in quotes, an equals sign, or nothing in it."""
    text = "NoticeDays='30, 14' AcmeProfile= DnsExternalId=a=b"
    assert read_changes(text, NOWHERE) == {"NoticeDays": "30, 14", "AcmeProfile": "", "DnsExternalId": "a=b"}


def test_nothing_changes_nothing() -> None:
    """Make passes an empty text where nobody has said SET."""
    assert read_changes("", NOWHERE) == {}


def test_a_file_is_taken_line_by_line(tmp_path: Path) -> None:
    """A value with several lines cannot be typed."""
    (tmp_path / "emails.txt").write_text("one\ntwo\n", encoding="utf-8")
    assert read_changes("AdministratorEmails=@emails.txt", tmp_path) == {"AdministratorEmails": "one\ntwo\n"}


@given(st.text(st.characters(exclude_characters="'@", exclude_categories=["Cs"])))
def test_what_stands_in_quotes_is_the_value(value: str) -> None:
    """Whatever it is."""
    assert read_changes(f"A='{value}'", NOWHERE) == {"A": value}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("NoticeDays", "a word that is not Name=value: 'NoticeDays'"),
        ("NoticeDays=30, 14", "a word that is not Name=value: '14'"),
        ("=30", "a word that is not Name=value"),
        ("NoticeDays='30", "A quote in SET is not closed"),
        ("NoticeDays=30 NoticeDays=14", "NoticeDays twice"),
        ("AcmeDirectoryRootPem=@missing.pem", "nowhere/missing.pem: No such file or directory"),
    ],
)
def test_what_is_not_of_this_form_is_refused(text: str, says: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(DeploymentRefused) as refusal:
        read_changes(text, NOWHERE)
    assert says in str(refusal.value)


def test_a_file_that_is_no_text_is_refused_without_its_content(tmp_path: Path) -> None:
    """Somebody may have named a key store."""
    (tmp_path / "emails.der").write_bytes(b"secret\xff")
    with pytest.raises(DeploymentRefused, match="not UTF-8 text") as refusal:
        read_changes("AdministratorEmails=@emails.der", tmp_path)
    assert "secret" not in str(refusal.value)
