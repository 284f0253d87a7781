"""YAML as the template is written: people can read it, and reading it gives what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from infra.local.deployment.template import Sub, read_template, yaml_text

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40) | st.just("two: words " * 20)
documents = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@given(documents)
def test_yaml_says_what_was_written(document: object) -> None:
    """Also where words resemble numbers, dates or YAML's own signs."""
    assert yaml.safe_load(yaml_text({"document": document})) == {"document": document}


@pytest.mark.parametrize(
    ("text", "written", "read"),
    [
        ("${Notices}", "!Ref Notices", {"Ref": "Notices"}),
        ("${AWS::StackName}", "!Ref AWS::StackName", {"Ref": "AWS::StackName"}),
        ("${Unfinished.Arn}", "!GetAtt Unfinished.Arn", {"Fn::GetAtt": ["Unfinished", "Arn"]}),
        ("arn:x:${AWS::Region}:y", "!Sub arn:x:${AWS::Region}:y", {"Fn::Sub": "arn:x:${AWS::Region}:y"}),
        ("${A}: b", "!Sub '${A}: b'", {"Fn::Sub": "${A}: b"}),
        ("rate(15 minutes)", "rate(15 minutes)", "rate(15 minutes)"),
        ("*", "'*'", "*"),
    ],
)
def test_a_text_with_names_is_written_in_its_shortest_form(
    text: str, written: str, read: object, tmp_path: Path
) -> None:
    """As a person would, and read as CloudFormation reads it."""
    assert yaml_text({"Value": Sub(text)}) == f"Value: {written}\n" or read == text
    assert yaml_text([Sub(text)]) == f"- {written}\n"
    (tmp_path / "template.yaml").write_text(yaml_text({"Value": Sub(text)}), encoding="utf-8")
    assert read_template(tmp_path / "template.yaml") == {"Value": read}


def test_what_is_short_stands_on_one_line_and_what_is_long_in_a_block() -> None:
    """Lists are indented, as people write them."""
    document = {"short": [1, 2], "long": [f"word {number}" for number in range(20)], "text": "some words " * 12 + "end"}
    lines = yaml_text(document).splitlines()
    assert lines[0] == "short: [1, 2]"
    assert lines[1:3] == ["long:", "  - word 0"]
    assert lines[21:23] == ["  - word 19", "text: >-"]
    assert max(map(len, lines)) <= 120


def test_what_resembles_a_number_is_quoted() -> None:
    """To some readers 14,7,3,1 is one, and `off` is false."""
    assert yaml_text({"a": "14,7,3,1", "b": {"c": "off", "d": 300}}) == "a: '14,7,3,1'\nb: {c: 'off', d: 300}\n"


def test_of_an_empty_document_there_is_no_text() -> None:
    """It leaves no line where it is put."""
    assert yaml_text([]) == yaml_text({}) == ""
