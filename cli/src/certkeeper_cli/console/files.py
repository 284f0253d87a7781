"""The page's files, read once: another path is not there, however it is written (ADR 65)."""

from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable

from certkeeper_cli.console.request import Response

CONTENT_TYPES = {
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
INDEX = "index.html"


def read_files() -> Mapping[str, Response]:
    """Return each file by its path below the page; the index is also found by an empty path."""
    found = {path: _response(path, file) for path, file in _walk(files(__package__) / "static", "")}
    return {**found, "": found[INDEX]}


def _walk(folder: Traversable, prefix: str) -> list[tuple[str, Traversable]]:
    return [
        pair
        for entry in folder.iterdir()
        for pair in (_walk(entry, f"{prefix}{entry.name}/") if entry.is_dir() else [(prefix + entry.name, entry)])
    ]


def _response(path: str, file: Traversable) -> Response:
    return Response(200, CONTENT_TYPES[path.rpartition(".")[2]], file.read_bytes())
