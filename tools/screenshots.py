"""`make screenshots`: pictures of the views for the README, in docs/screenshots, with a scripted API behind them."""

import sys
import zlib
from dataclasses import dataclass

from playwright.sync_api import Browser

from certkeeper_cli.console.server import Server
from infra.bootstrap.environments import ROOT
from tests.integration.console.browser import Scheme, let_in, made_up_api, new_context, open_browser, running_console
from tests.integration.console.populated_api import DELETED, FAILED, ISSUED, UPLOADED, VERIFIED, WAITING, populate
from tests.integration.console.scripted_api import ScriptedApi

FOLDER = ROOT / "docs" / "screenshots"
HOSTS = 58
SIZE = (1060, 640)
NARROW = (390, 740)
MAX_BYTES = 150_000
SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Picture:
    """A view as it is seen: in light or dark, with a button pressed or none; width and height in pixels."""

    name: str
    view: str
    scheme: Scheme = "light"
    pressed: str | None = None
    size: tuple[int, int] = SIZE


VIEWS: tuple[Picture, ...] = (
    Picture("overview", "/"),
    Picture("overview-dark", "/", "dark"),
    Picture("list", "/certificates", size=NARROW),
    Picture("add", "/add/order"),
    Picture("paste", "/add/paste"),
    Picture("pfx", "/add/pfx"),
    Picture("upload", "/add/pem"),
    Picture("verify", f"/scopes/shop/orders/{WAITING}"),
    Picture("issue", f"/scopes/shop/orders/{VERIFIED}"),
    Picture("failed", f"/scopes/shop/orders/{FAILED}"),
    Picture("certificate", f"/scopes/shop/certificates/{ISSUED}"),
    Picture("certificate-dark", f"/scopes/shop/certificates/{ISSUED}", "dark"),
    Picture("export", f"/scopes/shop/certificates/{ISSUED}", pressed="Export"),
    Picture("deleted", f"/scopes/shop/certificates/{DELETED}"),
    Picture("verdicts", f"/scopes/intranet/certificates/{UPLOADED}"),
    Picture("successor", f"/scopes/intranet/certificates/{UPLOADED}/successor"),
    Picture("scopes", "/scopes"),
    Picture("narrow", f"/scopes/shop/certificates/{ISSUED}", size=NARROW),
)


def smaller(png: bytes) -> bytes:
    """Return the same picture, a PNG, with its data compressed as well as zlib can.

    The browser compresses for speed.
    """
    chunks, at = [], len(SIGNATURE)
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        chunks.append((png[at + 4 : at + 8], png[at + 8 : at + 8 + length]))
        at += length + 12
    data = zlib.compress(zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT")), 9)
    kept = [(kind, body) for kind, body in chunks if kind not in {b"IDAT", b"IEND"}]
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in [*kept, (b"IDAT", data), (b"IEND", b"")])


def _chunk(kind: bytes, body: bytes) -> bytes:
    """A part of a PNG file (ISO/IEC 15948 section 5.3)."""
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


def _taken(browser: Browser, server: Server, picture: Picture) -> bytes:
    """The picture, as the browser makes it."""
    context = new_context(browser, picture.scheme, *picture.size)
    guest = let_in(context, server)
    guest.go(picture.view)
    if picture.pressed:
        guest.press(picture.pressed)
    png = guest.page.screenshot()
    context.close()
    return png


def main() -> int:
    """Take all pictures, and return the exit status: 1 where one is too large for a README."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    api = ScriptedApi()
    populate(api, HOSTS)
    large = []
    with open_browser() as browser:
        for picture in VIEWS:
            target = FOLDER / f"{picture.name}.png"
            with running_console(made_up_api(api.url)) as server:
                target.write_bytes(smaller(_taken(browser, server, picture)))
            large += [picture.name] if target.stat().st_size > MAX_BYTES else []
    api.stop()
    if large:
        print(f"larger than {MAX_BYTES} bytes: {', '.join(large)}", file=sys.stderr)
    return len(large[:1])


if __name__ == "__main__":
    sys.exit(main())
