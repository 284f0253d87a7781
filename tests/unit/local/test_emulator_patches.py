"""The patches of the emulator fit the pinned release, alone and together, and say what they are for."""

import re
from pathlib import Path

import pytest

from infra.bootstrap import patched_emulator
from infra.bootstrap.patched_emulator import PatchRefused, apply_patch, installed_ministack, make_patched, patch_series

HEAD = re.compile(
    r"Subject: \[PATCH\] (?P<area>[a-z0-9]+): .+\n\n"
    r"Kind: (?P<kind>fault|not a fault of ministack)\n"
    r"Wrong: (.+\n)+?Right: (.+\n)+?Since: \d+\.\d+\.\d+.*\n"
    r"AWS: https://docs\.aws\.amazon\.com/\S+\.html\n---\n--- a/ministack/"
)


@pytest.mark.parametrize("patch", patch_series(), ids=lambda patch: patch.stem)
def test_a_patch_says_what_is_wrong_what_is_right_since_when_and_where_aws_says_so(patch: Path) -> None:
    """Whoever reads it upstream knows nothing of Certkeeper; what is for this machine only is named so."""
    head = HEAD.match(patch.read_text(encoding="utf-8"))
    assert head, "a line is missing"
    is_local = int(patch.name[:2]) > 50
    assert (head["area"] == "local", head["kind"] != "fault") == (is_local, is_local)


@pytest.mark.parametrize("patch", patch_series(), ids=lambda patch: patch.stem)
def test_a_patch_applies_alone_to_the_pinned_release(patch: Path) -> None:
    """So that each can be sent upstream without the others."""
    apply_patch(patch, installed_ministack().parent, "--check")


def test_the_series_makes_the_copy_and_leaves_the_installed_one(tmp_path: Path) -> None:
    """It compiles, has what the patches add, and is made once."""
    file = installed_ministack() / "core" / "lambda_runtime.py"
    before = file.read_bytes()
    assert make_patched(tmp_path / "made")
    patched = (tmp_path / "made" / "ministack" / "core" / "lambda_runtime.py").read_text(encoding="utf-8")
    compile(patched, "lambda_runtime.py", "exec")
    assert "start_python_worker" in patched
    assert file.read_bytes() == before
    assert not make_patched(tmp_path / "made")


def test_a_patch_that_does_not_fit_is_named_and_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new release is noticed at set-up, and not when a test fails in an odd way."""
    patch = tmp_path / "99-moved.patch"
    patch.write_text("--- a/ministack/app.py\n+++ b/ministack/app.py\n@@ -1,1 +1,1 @@\n-not there\n+there\n")
    monkeypatch.setattr(patched_emulator, "patch_series", lambda: [patch])
    for _ in range(2):
        with pytest.raises(PatchRefused, match=r"99-moved\.patch does not apply"):
            make_patched(tmp_path / "made")
