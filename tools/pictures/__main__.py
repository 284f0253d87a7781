"""`make pictures` renders the Mermaid sources whose committed picture is out of date (with `--all`, every source)."""

import re
import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from infra.bootstrap import npm
from infra.bootstrap.chromium import chromium
from infra.bootstrap.environments import BUILD, ROOT
from infra.bootstrap.unavailable import Unavailable
from tools.pictures.sources import FOLDER, MERMAID, OPTIONS, PICTURES, Picture

INSTALLED = BUILD / "pictures"
PADDING = 16
"""Pixels of background around a picture."""
_RENDER = """async ([source, options, name]) => {
  mermaid.initialize({startOnLoad: false, deterministicIDSeed: name, ...options});
  return (await mermaid.render(name, source)).svg;
}"""


def mermaid_script() -> Path:
    """Return the path of Mermaid's script, installed below .build as the lock file pins it.

    Raises Unavailable where Node.js is missing or npm cannot install it.
    """
    npm.install(FOLDER, INSTALLED)
    return INSTALLED / MERMAID / "dist" / "mermaid.tiny.js"


def render(browser: Browser, script: Path, picture: Picture) -> str:
    """Return the picture as an SVG document, rendered in the browser by Mermaid's script."""
    page = browser.new_page()
    page.set_content("<!doctype html><title>Mermaid</title>")
    page.add_script_tag(path=script)
    svg: str = page.evaluate(_RENDER, [picture.source.read_text(encoding="utf-8"), OPTIONS, picture.target.stem])
    page.close()
    return finished(svg, picture.digest())


def finished(svg: str, digest: str) -> str:
    """Return Mermaid's SVG with a size in pixels, a background and the digest; coordinates are rounded to 0.01 pixels.

    Raises ValueError where the SVG has no viewBox.
    """
    found = re.search(r'viewBox="(-?[\d.]+) (-?[\d.]+) ([\d.]+) ([\d.]+)"', svg)
    if found is None:
        raise ValueError("Mermaid's SVG has no viewBox")
    left, top = (float(found[at]) - PADDING for at in (1, 2))
    width, height = (float(found[at]) + 2 * PADDING for at in (3, 4))
    box = f"{left:g} {top:g} {width:g} {height:g}"
    svg = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}".rstrip("0").rstrip("."), svg)
    head, rest = svg[: svg.index(">")], svg[svg.index(">") + 1 :]
    head = re.sub(r' (?:style|width|height|viewBox)="[^"]*"', "", head)
    background = f'<rect x="{left:g}" y="{top:g}" width="{width:g}" height="{height:g}" rx="8" fill="#ffffff"/>'
    head += f' width="{width:.0f}" height="{height:.0f}" viewBox="{box}" data-digest="{digest}">'
    return f"{head}{background}{rest}\n"


def main(arguments: list[str]) -> int:
    """Render what is out of date, or with the argument `--all` everything; return the exit status.

    It is 1, with the reason printed, where Chromium or Mermaid cannot be had.
    """
    stale = [each for each in PICTURES if "--all" in arguments or each.digest() != each.rendered_digest()]
    if not stale:
        return 0
    try:
        program, script = chromium(), mermaid_script()
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return 1
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox", "--disable-gpu"])
        for picture in stale:
            picture.target.parent.mkdir(parents=True, exist_ok=True)
            picture.target.write_text(render(browser, script, picture), encoding="utf-8")
            print(f"wrote {picture.target.relative_to(ROOT)}")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
