"""`certkeeper console` as a person starts and ends it."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from infra.bootstrap.environments import ROOT
from tests.integration.console.scripted_api import Said, ScriptedApi


@pytest.mark.parametrize("arguments", [[], ["--scope", "shop"]], ids=["every scope", "one scope"])
def test_it_says_its_address_and_ends_with_ctrl_c(api: ScriptedApi, tmp_path: Path, arguments: list[str]) -> None:
    """The address lets in once; the end is quiet, with exit status 0; no credentials are in what is printed."""
    if arguments:
        api.script("GET", "/scopes", Said(403, {"title": "no"}))
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(tmp_path),
        "PYTHONPATH": str(ROOT / "cli" / "src"),
        "AWS_ACCESS_KEY_ID": "AKIAMADEUP",
        "AWS_SECRET_ACCESS_KEY": "made up secret",
        "AWS_REGION": "eu-west-1",
    }
    command = [sys.executable, "-m", "certkeeper_cli", "console", "--no-browser", "--url", api.url, *arguments]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr
        said = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/enter/\S+", said)
        assert found, said
        jar = urllib.request.HTTPCookieProcessor(CookieJar())
        with urllib.request.build_opener(jar).open(found[0], timeout=10) as page:
            assert b"Certkeeper" in page.read()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=20)
    assert (running.returncode, out, err) == (0, "", "")
