"""A key is taken out of whatever it is pasted with."""

from hypothesis import given
from hypothesis import strategies as st

from certkeeper_cli.commands.certificates.upload_forms import as_paste

KEY = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----"


WITHOUT_KEYS = st.text(alphabet=st.characters(exclude_characters="K"))


@given(before=WITHOUT_KEYS, behind=WITHOUT_KEYS)
def test_the_key_and_the_rest(before: str, behind: str) -> None:
    """Nothing of the key stays in what is sent as the certificate, and nothing else is lost."""
    document = as_paste(f"{before}\n{KEY}\n{behind}", None)
    assert document["private_key"] == KEY
    assert document["certificate"] == f"{before}\n\n\n{behind}"


def test_a_large_text_of_dashes_ends() -> None:
    """What is pasted may be anything; a pattern that tried all ways would run into the tests' time limit."""
    document = as_paste("-" * 1_000_000 + f"\n{KEY}\n" + "-----BEGIN PRIVATE KE" * 50_000, None)
    assert document["private_key"] == KEY
