"""Kubernetes Secrets, as `kubectl get secret` prints them in YAML or JSON, also in a list or among others (ADR 113).

Of YAML only the events of PyYAML's parser are used: no tag makes an object, no alias multiplies anything, and every
value stays a text.

Source: https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.refusals import Refusal, UploadRefusedError
from certkeeper.x509.upload.containers.contained import ContainedFile, Contents
from certkeeper.x509.upload.reading.text import decoded, from_base64, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    Node: TypeAlias = "str | list[Node] | dict[str, Node]"

_CERTIFICATE, _KEY, _CA = "tls.crt", "tls.key", "ca.crt"
"""The keys of the type kubernetes.io/tls, and the one in which cert-manager adds its CA."""
_LISTS = {"List", "SecretList"}


def files_in_secret(content: bytes) -> Contents:
    """Return the values of the Secrets in a content, YAML or JSON, as files. Runs in a child process.

    Of a Secret with `tls.crt` or `tls.key` only these and `ca.crt` are taken. Raises UploadRefusedError if it cannot be
    read, or holds no Secret.
    """
    try:
        secrets = [secret for document in _documents(plain(decoded(content))) for secret in _secrets(document)]
        values = [value for secret in secrets for value in _values(secret)]
    except (ValueError, RecursionError) as error:
        raise UploadRefusedError(Refusal.SECRET_UNREADABLE) from error
    if not secrets:
        raise UploadRefusedError(Refusal.SECRET_UNREADABLE)
    files = tuple(ContainedFile(name, content) for name, content in values if content)
    return Contents(files, len(values) - len(files))


def _secrets(document: Node, *, within_list: bool = False) -> Iterator[dict[str, Node]]:
    """Yield the Secrets of a document. A list within a list is not read: kubectl writes none."""
    if not isinstance(document, dict):
        return
    kind, items = document.get("kind"), document.get("items")
    if kind == "Secret":
        yield document
    elif kind in _LISTS and isinstance(items, list) and not within_list:
        for item in items:
            yield from _secrets(item, within_list=True)


def _values(secret: dict[str, Node]) -> Iterator[tuple[str, bytes]]:
    """Yield each value of a Secret by its key; empty for one that is not needed. Raises ValueError for a template.

    `ca.crt` is the last: kubectl sorts by the alphabet, and that is no order of a chain.
    """
    stored, written = secret.get("data"), secret.get("stringData")
    found: dict[str, bytes] = {}
    if isinstance(stored, dict):
        found |= {name: _from_base64(value) for name, value in stored.items()}
    if isinstance(written, dict):
        found |= {name: value.encode("utf-8", "replace") for name, value in written.items() if isinstance(value, str)}
    is_tls = _CERTIFICATE in found or _KEY in found
    for name, value in sorted(found.items(), key=lambda item: item[0] == _CA):
        yield name, b"" if is_tls and name not in {_CERTIFICATE, _KEY, _CA} else value


def _from_base64(value: Node) -> bytes:
    """Return what a value is the base64 of; nothing, where it is empty or too short to be a certificate or a key.

    Raises ValueError for a mapping, which a template is in YAML.
    """
    if isinstance(value, (dict, list)):
        raise ValueError("a value that is no text")  # noqa: TRY004 - what is wrong is the content
    return from_base64(value or "") or b""


def _documents(text: str) -> Iterator[Node]:
    """Yield the documents of a text. Raises ValueError where it is neither JSON nor YAML, or too large or too deep."""
    if text.lstrip().startswith("{"):
        try:
            yield json.loads(text, strict=False, parse_int=str, parse_float=str, parse_constant=str)
        except json.JSONDecodeError:
            pass
        else:
            return
    yield from _yaml_documents(text)


def _yaml_documents(text: str) -> Iterator[Node]:
    import yaml  # noqa: PLC0415 - few uploads need it

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        composing = _Composing()
        for count, event in enumerate(yaml.parse(text, Loader=loader)):
            if count > limits.MAX_SECRET_PARTS:
                raise ValueError("too many parts")
            composing.take(event)
    except yaml.YAMLError as error:
        raise ValueError("not YAML") from error
    yield from composing.documents


class _Composing:
    """YAML documents while they are read from a parser's events: texts, lists and mappings, and nothing else."""

    def __init__(self) -> None:
        self.documents: list[Node] = []
        self._open: list[list[Node]] = []
        """The parts of each collection that has begun, the outermost first; of a mapping, keys and values in turn."""

    def take(self, event: Any) -> None:  # noqa: ANN401 - yaml's events have no common attributes
        """Take the next event. Raises ValueError for an alias, and for more than MAX_SECRET_DEPTH levels."""
        match type(event).__name__:
            case "AliasEvent":
                raise ValueError("an alias")
            case "ScalarEvent":
                self._add(event.value)
            case "SequenceStartEvent" | "MappingStartEvent":
                self._open.append([])
                if len(self._open) > limits.MAX_SECRET_DEPTH:
                    raise ValueError("too deep")
            case "SequenceEndEvent":
                self._add(self._open.pop())
            case "MappingEndEvent":
                parts = self._open.pop()
                names = [part if isinstance(part, str) else "" for part in parts[::2]]
                self._add(dict(zip(names, parts[1::2], strict=True)))

    def _add(self, node: Node) -> None:
        (self._open[-1] if self._open else self.documents).append(node)
