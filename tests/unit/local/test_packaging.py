"""Packaging a template: archives by content, and the template's short forms."""

import os
import zipfile
from pathlib import Path

from infra.layers.archives import archive, write_archive
from infra.local.deployment.template import read_template


def test_short_forms_become_what_cloudformation_reads(tmp_path: Path) -> None:
    """`!Ref`, `!GetAtt` with and without a list, `!Sub`, and conditions."""
    path = tmp_path / "template.yaml"
    path.write_text(
        "a: !Ref X\nb: !GetAtt X.Arn.Y\nc: !Sub '${X}'\nd: !If [C, !Ref X, !Ref AWS::NoValue]\ne: !Condition C\n",
        encoding="utf-8",
    )
    assert read_template(path) == {
        "a": {"Ref": "X"},
        "b": {"Fn::GetAtt": ["X", "Arn.Y"]},
        "c": {"Fn::Sub": "${X}"},
        "d": {"Fn::If": ["C", {"Ref": "X"}, {"Ref": "AWS::NoValue"}]},
        "e": {"Condition": "C"},
    }


def test_the_same_content_is_archived_once(tmp_path: Path) -> None:
    """Until a file changes."""
    source, cache = tmp_path / "function", tmp_path / "cache"
    source.mkdir()
    (source / "app.py").write_text("1", encoding="utf-8")
    first = archive(source, cache)
    assert archive(source, cache) == first
    assert zipfile.ZipFile(first).namelist() == ["app.py"]
    (source / "app.py").write_text("2", encoding="utf-8")
    os.utime(source / "app.py", (1, 1))
    assert archive(source, cache) != first


def test_the_same_content_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whoever builds, and whenever: else each deployment would replace what has not changed."""
    made = []
    for number, mode in enumerate((0o600, 0o664)):
        file = tmp_path / str(number) / "python" / "__pycache__" / "a.pyc"
        file.parent.mkdir(parents=True)
        file.write_bytes(b"x")
        file.chmod(mode)
        os.utime(file, (number, number))
        write_archive(tmp_path / str(number), tmp_path / f"{number}.zip")
        made.append((tmp_path / f"{number}.zip").read_bytes())
    assert made[0] == made[1]
    entry = zipfile.ZipFile(tmp_path / "0.zip").getinfo("python/__pycache__/a.pyc")
    assert oct(entry.external_attr >> 16) == "0o644"
