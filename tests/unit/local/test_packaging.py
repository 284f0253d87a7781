"""Packaging a template: archives by content, and the template's short forms."""

import os
import zipfile
from pathlib import Path

from infra.local.deployment.archives import archive
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
    """Until a file changes; compiled code of a function stays out."""
    source, cache = tmp_path / "function", tmp_path / "cache"
    (source / "__pycache__").mkdir(parents=True)
    (source / "app.py").write_text("1", encoding="utf-8")
    (source / "__pycache__" / "app.pyc").write_bytes(b"x")
    first = archive(source, cache)
    assert archive(source, cache) == first
    assert zipfile.ZipFile(first).namelist() == ["app.py"]
    (source / "app.py").write_text("2", encoding="utf-8")
    os.utime(source / "app.py", (1, 1))
    assert archive(source, cache) != first


def test_a_layer_keeps_its_compiled_code(tmp_path: Path) -> None:
    """It was compiled for this Python, and importing is what a cold start pays for."""
    compiled = tmp_path / "layer" / "python" / "__pycache__" / "a.pyc"
    compiled.parent.mkdir(parents=True)
    compiled.write_bytes(b"x")
    assert zipfile.ZipFile(archive(tmp_path / "layer", tmp_path / "cache")).namelist() == ["python/__pycache__/a.pyc"]
