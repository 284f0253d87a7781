"""A person with a real Chromium in front of the page."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from botocore.credentials import Credentials
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright

from certkeeper_cli.api.client import Api
from certkeeper_cli.console.server import Server
from infra.bootstrap.chromium import chromium
from infra.bootstrap.unavailable import Unavailable

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-lcd-text",  # letters in shades of grey: smaller pictures
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
COLOUR_RULES = ("color-contrast", "link-in-text-block")
"""The rules of axe-core that read colours."""
TIMEOUT_MS = 60_000  # a machine of two cores may be busy
Scheme = Literal["light", "dark"]


@contextmanager
def open_browser() -> Iterator[Browser]:
    """A Chromium; the tests that want one are skipped, with the reason, where it cannot be had."""
    try:
        program = chromium()
    except Unavailable as reason:
        pytest.skip(str(reason))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def running_console(api: Api, scope: str | None = None) -> Iterator[Server]:
    """A console that answers."""
    server = Server(api, scope=scope)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.stop()
        thread.join(timeout=10)


def made_up_api(url: str) -> Api:
    """An API that anything signs for."""
    return Api(url, "eu-west-1", Credentials("AKIAMADEUP", "made up"))


@dataclass
class Guest:
    """Who was let in. `complaints` is what the browser complained of: errors of scripts, of the policy, of loading."""

    page: Page
    home: str
    complaints: list[str] = field(default_factory=list)

    def go(self, view: str) -> None:
        """Open a view by its address, and wait until it has what it asked for."""
        self.page.goto(f"{self.home}#{view}")
        self.page.locator(f'main[data-view="{view}"]').wait_for(state="attached")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is being waited for."""
        self.page.locator(".waiting, [aria-busy=true]").first.wait_for(state="detached", timeout=TIMEOUT_MS)

    def press(self, name: str) -> None:
        """Press the button of exactly this name."""
        self.page.get_by_role("button", name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        """Write into the field whose label begins so."""
        self.field(label).fill(text)

    def field(self, label: str) -> Locator:
        """The field of the main part, or of the dialog over it, whose label begins so."""
        return self.page.locator("dialog[open], main").last.get_by_label(re.compile(f"^{label}")).first

    def reads(self, text: str) -> None:
        """Wait until the main part shows the text."""
        self.page.locator("dialog[open], main").last.get_by_text(text).first.wait_for(timeout=TIMEOUT_MS)

    def violations_in_both_schemes(self) -> list[str]:
        """What axe-core finds wrong with the view as it is, in light, and with its colours in dark.

        A scheme changes nothing but colours: the other rules would find the same again.
        """
        found = self.violations()
        self.page.emulate_media(color_scheme="dark")
        found += [f"in dark: {wrong}" for wrong in self.violations(COLOUR_RULES)]
        self.page.emulate_media(color_scheme="light")
        return found

    def violations(self, rules: Sequence[str] = ()) -> list[str]:
        """What axe-core finds wrong with the view as it is, by all its rules for web pages or by these alone."""
        found = Axe().run(self.page, options={"runOnly": [*rules]} if rules else None).response["violations"]
        return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def let_in(context: BrowserContext, server: Server) -> Guest:
    """Open the printed address."""
    page = context.new_page()
    page.set_default_timeout(TIMEOUT_MS)
    guest = Guest(page, "")
    page.on("console", lambda message: _note(guest, message))
    page.on("pageerror", lambda error: guest.complaints.append(str(error)))
    page.goto(server.address)
    guest.home = page.url.partition("#")[0]
    guest.settle()
    return guest


def _note(guest: Guest, message: ConsoleMessage) -> None:
    """Refusals of the API are shown in the page; the browser reports them, too."""
    if message.type in {"error", "warning"} and "the server responded with a status of" not in message.text:
        guest.complaints.append(message.text)


def new_context(browser: Browser, scheme: Scheme = "light", width: int = 1280, height: int = 860) -> BrowserContext:
    """A fresh profile."""
    options: dict[str, Any] = {"viewport": {"width": width, "height": height}, "color_scheme": scheme}
    return browser.new_context(**options, reduced_motion="reduce", permissions=["clipboard-read", "clipboard-write"])
