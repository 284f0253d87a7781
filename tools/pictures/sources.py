"""The pictures there are: their Mermaid sources, the files they become, and the digest that ties both together."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from infra.bootstrap.environments import ROOT

FOLDER = Path(__file__).parent
MERMAID = "node_modules/@mermaid-js/tiny"
"""The key of Mermaid in package-lock.json: one file for browsers, without dependencies."""

OPTIONS = {
    "deterministicIds": True,
    "handDrawnSeed": 1,  # outlines of rounded shapes come from random numbers: without a seed no two pictures are equal
    "htmlLabels": False,
    "flowchart": {"curve": "basis", "htmlLabels": False, "nodeSpacing": 24, "rankSpacing": 48, "wrappingWidth": 420},
    "securityLevel": "strict",
    "theme": "base",
    "themeVariables": {
        "fontFamily": "Verdana, DejaVu Sans, sans-serif",
        "fontSize": "14px",
        "background": "#ffffff",
        "primaryColor": "#e8eefc",
        "primaryBorderColor": "#3557b7",
        "primaryTextColor": "#14224d",
        "lineColor": "#5a6272",
        "textColor": "#1d2330",
        "clusterBkg": "#fafbfd",
        "clusterBorder": "#b7bfcd",
        "edgeLabelBackground": "#ffffff",
    },
}
"""Settings of Mermaid. Labels are SVG text: HTML inside an SVG is not drawn by every viewer that shows it as an image.
DejaVu Sans, which renders here, has the widths of Verdana."""

_DIGEST = re.compile(r'data-digest="([0-9a-f]{64})"')


@dataclass(frozen=True)
class Picture:
    """A Mermaid source and the SVG that is rendered from it."""

    source: Path
    target: Path

    def digest(self) -> str:
        """Return the SHA-256, in hexadecimal, of all that a picture is made from: source, Mermaid, settings."""
        parts = (self.source.read_text(encoding="utf-8"), mermaid_integrity(), json.dumps(OPTIONS, sort_keys=True))
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()

    def rendered_digest(self) -> str:
        """Return the digest that the committed picture carries; empty where there is no picture or no digest."""
        found = _DIGEST.search(self.target.read_text(encoding="utf-8")) if self.target.exists() else None
        return found[1] if found else ""


PICTURES = (
    Picture(ROOT / "docs" / "design" / "architecture.mmd", ROOT / "docs" / "images" / "architecture.svg"),
    Picture(ROOT / "docs" / "design" / "state-machine.mmd", ROOT / "docs" / "images" / "state-machine.svg"),
)


def mermaid_integrity() -> str:
    """Return the version and the checksum of Mermaid, as package-lock.json has them."""
    locked = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))["packages"][MERMAID]
    return f"{locked['version']} {locked['integrity']}"
