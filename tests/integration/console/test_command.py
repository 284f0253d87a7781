"""`certkeeper console` as a person starts and ends it."""

import os
import re
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from certkeeper_cli.console.server import THREADS
from infra.bootstrap.environments import ROOT
from tests.integration.console.scripted_api import Call, Said, ScriptedApi


@contextmanager
def started(api: ScriptedApi, home: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, running."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "PYTHONPATH": str(ROOT / "cli" / "src"),
        "AWS_ACCESS_KEY_ID": "AKIAMADEUP",
        "AWS_SECRET_ACCESS_KEY": "made up secret",
        "AWS_REGION": "eu-west-1",
    }
    command = [sys.executable, "-m", "certkeeper_cli", "console", "--no-browser", "--url", api.url, *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def enter(running: subprocess.Popen[str]) -> tuple[urllib.request.OpenerDirector, str]:
    """Open the address that it says; then what opens others with its cookie, and the page's address."""
    assert running.stderr
    said = running.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+/enter/\S+", said)
    assert found, said
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(found[0], timeout=60) as page:
        assert b"Certkeeper" in page.read()
        return browser, page.url


def end(running: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Ctrl-C: the exit status, and all that was printed after the address."""
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, err


@pytest.mark.parametrize("arguments", [[], ["--scope", "shop"]], ids=["every scope", "one scope"])
def test_it_says_its_address_and_ends_with_ctrl_c(api: ScriptedApi, tmp_path: Path, arguments: list[str]) -> None:
    """The address lets in once; the end is quiet, with exit status 0; no credentials are in what is printed."""
    if arguments:
        api.script("GET", "/scopes", Said(403, {"title": "no"}))
    with started(api, tmp_path, *arguments) as running:
        enter(running)
        assert end(running) == (0, "", "")


def test_more_requests_than_threads_are_no_news(api: ScriptedApi, tmp_path: Path) -> None:
    """They wait for their turn, and nothing is printed of it."""
    with started(api, tmp_path) as running:
        browser, home = enter(running)
        begun, answered = threading.Barrier(THREADS + 1), threading.Event()

        def slow(_: Call) -> Said:
            if not answered.is_set():
                begun.wait(timeout=60)
                answered.wait(timeout=60)
            return Said(200, {"items": [], "next": None})

        api.script("GET", "/scopes", slow)
        with ThreadPoolExecutor(THREADS + 4) as tabs:
            asked = [tabs.submit(browser.open, f"{home}api/scopes", timeout=120) for _ in range(THREADS + 4)]
            begun.wait(timeout=60)
            answered.set()
            assert [one.result().status for one in asked] == [200] * (THREADS + 4)
        assert end(running) == (0, "", "")
