"""`certkeeper console` as a person starts and ends it."""

import os
import re
import select
import signal
import stat
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import pytest

from certkeeper_cli.console.server import THREADS
from infra.bootstrap.chromium import chromium
from infra.bootstrap.environments import ROOT
from infra.bootstrap.unavailable import Unavailable
from tests.integration.console.browser import FLAGS
from tests.integration.console.scripted_api import Call, Said, ScriptedApi

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/enter/([\w-]{43})")
NOTING_BROWSER = """#!/bin/sh
for argument in "$@"; do echo "argument $argument"; done
env | sed 's/^/environment /'
echo
"""
"""A program that says on standard output what it was started with, then an empty line."""
CHROMIUM = """#!/bin/sh
echo $$
exec '{program}' {flags} --remote-debugging-port=0 --user-data-dir='{profile}' "$1" >/dev/null 2>&1
"""
"""Says its process id first."""


@contextmanager
def started(
    api: ScriptedApi, home: Path, *arguments: str, browser: Path | None = None
) -> Iterator[subprocess.Popen[str]]:
    """The command, running; `browser` is the program that it finds as the person's browser."""
    (home / "temporary").mkdir(exist_ok=True)
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "TMPDIR": str(home / "temporary"),
        "BROWSER": str(browser),
        "PYTHONPATH": str(ROOT / "cli" / "src"),
        "AWS_ACCESS_KEY_ID": "AKIAMADEUP",
        "AWS_SECRET_ACCESS_KEY": "made up secret",
        "AWS_REGION": "eu-west-1",
    }
    how = [] if browser else ["--no-browser"]
    command = [sys.executable, "-m", "certkeeper_cli", "console", *how, "--url", api.url, *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


def address(running: subprocess.Popen[str]) -> str:
    """The address that it says."""
    assert running.stderr
    said = running.stderr.readline()
    found = ADDRESS.search(said)
    assert found, said
    return found[0]


def new_browser() -> urllib.request.OpenerDirector:
    """One that keeps its cookies."""
    return urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))


def enter(running: subprocess.Popen[str]) -> tuple[urllib.request.OpenerDirector, str]:
    """Open the address that it says; then what opens others with its cookie, and the page's address."""
    browser = new_browser()
    return browser, led_to_page(browser, address(running))


def led_to_page(browser: urllib.request.OpenerDirector, opened: str) -> str:
    """The page's address, to which the browser is led."""
    with browser.open(opened, timeout=60) as page:
        assert b"Certkeeper" in page.read()
        url: str = page.url
    return url


def end(running: subprocess.Popen[str], by: signal.Signals = signal.SIGINT) -> tuple[int, str, str]:
    """Ctrl-C: the exit status, and all that was printed after what was read."""
    running.send_signal(by)
    out, err = running.communicate(timeout=60)
    return running.returncode, out, err


def program(path: Path, script: str) -> Path:
    """A program of this script."""
    path.write_text(script)
    path.chmod(0o700)
    return path


def until_empty_line(running: subprocess.Popen[str]) -> list[str]:
    """What a browser that notes how it was started has noted."""
    assert running.stdout
    return [line.rstrip("\n") for line in iter(running.stdout.readline, "\n")]


def left_behind(home: Path) -> list[Path]:
    """What of the console there is in the folder for temporary files."""
    return list((home / "temporary").glob("certkeeper-*"))


@pytest.mark.parametrize("arguments", [[], ["--scope", "shop"]], ids=["every scope", "one scope"])
def test_it_says_its_address_and_ends_with_ctrl_c(api: ScriptedApi, tmp_path: Path, arguments: list[str]) -> None:
    """The address lets in once; the end is quiet, with exit status 0; no credentials are in what is printed."""
    if arguments:
        api.script("GET", "/scopes", Said(403, {"title": "no"}))
    with started(api, tmp_path, *arguments) as running:
        enter(running)
        assert end(running) == (0, "", "")
    assert not left_behind(tmp_path)


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


def test_a_second_browser_ends_it_and_the_terminal_says_so(api: ScriptedApi, tmp_path: Path) -> None:
    """With what happened and what to do, and exit status 1; the first is not answered any more."""
    with started(api, tmp_path) as running:
        said = address(running)
        first, second = new_browser(), new_browser()
        home = led_to_page(first, said)
        assert led_to_page(first, said) == home
        with pytest.raises(urllib.error.HTTPError, match="404"):
            first.open(f"{home}api/no-such-path", timeout=60)
        before = len(api.calls)
        with pytest.raises(urllib.error.HTTPError) as refused:
            second.open(said, timeout=60)
        assert (refused.value.code, b"second time" in refused.value.read()) == (403, True)
        with pytest.raises(OSError):  # noqa: PT011 - refused by it, or by the kernel when it is gone
            first.open(f"{home}api/scopes", timeout=60)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, len(api.calls)) == (1, "", before)
    for words in ("opened a second time", "Somebody else on this machine", "nothing is signed any more", "again"):
        assert words in err
    assert "Traceback" not in err


def test_another_token_does_not_end_it(api: ScriptedApi, tmp_path: Path) -> None:
    """Or every user of the machine could."""
    with started(api, tmp_path) as running:
        browser, home = enter(running)
        host = urlsplit(home).netloc
        for token in ("", "x", "x" * 43):
            with pytest.raises(urllib.error.HTTPError, match="403"):
                new_browser().open(f"http://{host}/enter/{token}", timeout=60)
        with browser.open(f"{home}api/scopes", timeout=60) as answer:
            assert answer.status == 200
        assert end(running) == (0, "", "")


def test_the_browser_is_started_with_a_file_for_its_owner_only(api: ScriptedApi, tmp_path: Path) -> None:
    """Neither the address nor its token is in the arguments, which every user can read, or in the environment."""
    with started(api, tmp_path, browser=program(tmp_path / "noting", NOTING_BROWSER)) as running:
        said = address(running)
        noted = until_empty_line(running)
        assert not [line for line in noted if said.rpartition("/")[2] in line or "/enter" in line]
        (argument,) = [line.removeprefix("argument ") for line in noted if line.startswith("argument ")]
        assert argument.startswith("file:///")
        file = Path(urlsplit(argument).path)
        modes = [stat.S_IMODE(path.stat().st_mode) for path in (file, file.parent)]
        assert (modes, file.parent.parent) == ([0o600, 0o700], tmp_path / "temporary")
        assert f'content="0; url={said}"' in file.read_text()
        led_to_page(new_browser(), said)
        assert not left_behind(tmp_path)
        assert end(running) == (0, "", "")


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_file_goes_with_the_console(api: ScriptedApi, tmp_path: Path, by: signal.Signals) -> None:
    """Also where no browser came: at Ctrl-C, at `kill`, and when the terminal is closed."""
    with started(api, tmp_path, browser=program(tmp_path / "noting", NOTING_BROWSER)) as running:
        address(running)
        until_empty_line(running)
        assert len(left_behind(tmp_path)) == 1
        assert end(running, by) == (0, "", "")
    assert not left_behind(tmp_path)


@contextmanager
def watching_processes() -> Iterator[set[str]]:
    """What all processes of the machine were started with, read over and over."""
    seen: set[str] = set()
    over = threading.Event()

    def read_until_over() -> None:
        while not over.is_set():
            for file in (*Path("/proc").glob("[0-9]*/cmdline"), *Path("/proc").glob("[0-9]*/environ")):
                with suppress(OSError):  # it has ended, or is another user's
                    seen.add(file.read_bytes().replace(b"\0", b" ").decode(errors="replace"))

    with ThreadPoolExecutor(1) as thread:
        reading = thread.submit(read_until_over)
        try:
            yield seen
        finally:
            over.set()
        reading.result()


@contextmanager
def ending(process_id: int) -> Iterator[None]:
    """End a process that is no child of this one, and wait until it has ended."""
    process = os.pidfd_open(process_id)
    try:
        yield
    finally:
        signal.pidfd_send_signal(process, signal.SIGTERM)
        select.select([process], [], [], 60)
        os.close(process)


@pytest.fixture
def short_path() -> Iterator[Path]:
    """A folder for Chromium, which makes a socket below TMPDIR: a socket's path has 107 characters at the most."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc to watch processes in")
def test_a_real_browser_gets_to_the_page_and_who_watches_all_processes_gets_nothing(
    api: ScriptedApi, short_path: Path
) -> None:
    """From the file through the one-time address to the page's first call; then the file is gone."""
    try:
        script = CHROMIUM.format(program=chromium(), flags=" ".join(FLAGS), profile=short_path / "profile")
    except Unavailable as reason:
        pytest.skip(str(reason))
    arrived = threading.Event()

    def answer(_: Call) -> Said:
        if len(api.asked("GET", "/scopes")) > 1:  # the first is the command's own
            arrived.set()
        return Said(200, {"items": [], "next": None})

    api.script("GET", "/scopes", answer)
    with started(api, short_path, browser=program(short_path / "chromium", script)) as running:
        with watching_processes() as seen:
            said = address(running)
            assert running.stdout
            with ending(int(running.stdout.readline())):
                assert arrived.wait(timeout=120)
                assert not left_behind(short_path)
        assert not [each for each in seen if said.rpartition("/")[2] in each]
        assert [each for each in seen if f"user-data-dir={short_path}" in each and "open-certkeeper.html" in each]
        assert end(running) == (0, "", "")
