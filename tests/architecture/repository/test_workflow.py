"""The workflow for a public host runs `.ci/run`, on each supported Python, with no more rights than it needs."""

import os
import re
import tomllib
from typing import Any

import yaml

from infra.bootstrap.environments import ROOT
from infra.bootstrap.pythons import deployed_version, supported_versions

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
ACTION = re.compile(r"actions/[a-z-]+@(v\d+|[0-9a-f]{40})")
"""GitHub's own, by major version or by the hash of a commit."""


def workflow() -> dict[Any, Any]:
    """Return the workflow. PyYAML reads its `on` as true, as YAML 1.1 has it."""
    found: dict[Any, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return found


def steps() -> list[dict[str, Any]]:
    """Return the steps of its only job."""
    (job,) = workflow()["jobs"].values()
    return list(job["steps"])


def test_it_runs_what_everybody_runs() -> None:
    """One command, with the interpreter that was set up: who reads `.ci/run` knows what is checked."""
    runs = [step for step in steps() if "run" in step]
    assert [step["run"] for step in runs] == [".ci/run"]
    assert runs[0]["env"]["PYTHON"] == "${{ steps.python.outputs.python-path }}"
    assert "${PYTHON:-" in (ROOT / "infra" / "bootstrap" / "interpreter.sh").read_text(encoding="utf-8")
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


def test_a_host_with_a_job_for_each_python_runs_nothing_twice() -> None:
    """`.ci/run` tests the other Pythons after its own, but not where each has a job of its own."""
    commands = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands[-2:] == ["make test", '[ -n "${ONE_PYTHON:-}" ] || make pythons']
    (run,) = [step for step in steps() if "run" in step]
    assert run["env"]["ONE_PYTHON"] == "yes"


def test_it_runs_on_every_supported_python() -> None:
    """From the oldest that pyproject.toml allows to the one that functions run on; on a host and by `make pythons`."""
    (job,) = workflow()["jobs"].values()
    versions = job["strategy"]["matrix"]["python"]
    oldest = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["requires-python"]
    assert f">={versions[0]}" == oldest
    assert versions == supported_versions()
    assert versions[-1] == deployed_version()


def test_it_may_read_the_repository_and_nothing_else() -> None:
    """A change from a stranger runs here: it gets no token that can write, and no secret."""
    (job,) = workflow()["jobs"].values()
    assert workflow()["permissions"] == {"contents": "read"}
    assert "permissions" not in job
    assert {*workflow()[True]} == {"push", "pull_request"}
    assert "secrets." not in WORKFLOW.read_text(encoding="utf-8")
    assert next(step for step in steps() if "checkout" in step.get("uses", ""))["with"] == {
        "persist-credentials": False
    }


def test_it_ends_and_uses_known_actions_only() -> None:
    """A run that hangs costs minutes of the host; an action of a stranger is code of a stranger."""
    (job,) = workflow()["jobs"].values()
    assert 20 < job["timeout-minutes"] <= 60
    used = [step["uses"] for step in steps() if "uses" in step]
    assert used
    assert [action for action in used if not ACTION.fullmatch(action)] == []
