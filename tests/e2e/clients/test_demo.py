"""The demonstration, as `make demo` runs it."""

import subprocess
import sys

from infra.bootstrap.environments import ROOT

STATES = (
    "OpenOrder",
    "PresentChallenges",
    "CheckChallenges",
    "ChallengesReady",
    "AnswerChallenges",
    "CheckAuthorizations",
    "CleanUpChallenges",
    "IssuanceGate",
    "FinalizeOrder",
    "RetrieveCertificate",
)


def test_the_demonstration_shows_every_state_and_a_certificate_that_openssl_accepts() -> None:
    """From an empty cloud to the end, with exit status 0, in plain lines when it is not on a terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.demo"], cwd=ROOT, capture_output=True, text=True, timeout=280, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.split()[-1] for line in done.stdout.splitlines() if "s  +" in line] == [*STATES, *STATES, *STATES]
    assert "by the CA (" in done.stdout
    assert "_acme-challenge.example.test had 2 TXT values" in done.stdout
    assert done.stdout.count("Subject: Certkeeper (shop): issued [certkeeper, us-east-1]") == 1
    assert "leads to Pebble's root" in done.stdout
    assert "next: renew at" in done.stdout
    assert "version 2 " in done.stdout
    assert "next: notify at" in done.stdout
    assert "PRIVATE KEY" not in done.stdout
    assert "\x1b" not in done.stdout


def test_the_demonstration_fails_with_the_reason() -> None:
    """Without openssl it cannot end well, and says so before it begins."""
    done = subprocess.run(
        [sys.executable, "-m", "infra.local.demo"],
        cwd=ROOT,
        env={"PATH": "/nowhere"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.strip().startswith("The demonstration failed: the openssl program")
