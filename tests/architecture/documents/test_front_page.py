"""The front page: the README is short, and the changelog begins with what is not released yet."""

import re
import tomllib

from infra.bootstrap.environments import ROOT

MAX_LINES = 150
"""Of the README; what does not fit has a page in docs."""


def test_the_readme_is_short() -> None:
    """Deploy was once at line 456."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= MAX_LINES


def test_the_readme_leads_to_every_door() -> None:
    """To the guide, operation, design, the words, and how to take part."""
    links = set(re.findall(r"\]\(([^)#\s]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    for file in ("CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "LICENSE", "docs/glossary.md"):
        assert file in links
    for folder in ("docs/guide/", "docs/operate/", "docs/reference/", "docs/design/", "docs/adr"):
        assert any(link.startswith(folder) for link in links)


def test_the_changelog_has_the_version_of_both_projects() -> None:
    """Unreleased comes first, even where it is empty; then the newest release, with its date."""
    versions = {
        tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
        for folder in (ROOT, ROOT / "cli")
    }
    heads = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert heads[0] == "Unreleased"
    version, date = heads[1].split(" - ")
    assert {version} == versions
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", date)
