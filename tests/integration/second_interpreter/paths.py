"""The paths of both state machines, by the logical id of each."""

from __future__ import annotations

import pytest

from tests.deployed_definition import ISSUANCE, NOTICES
from tests.integration.second_interpreter.paths_of_notices import paths_of_notices
from tests.integration.second_interpreter.paths_of_orders import paths_of_orders

PATHS = {ISSUANCE: paths_of_orders(), NOTICES: paths_of_notices()}
EVERY = [pytest.param(machine, path, id=str(path)) for machine, found in PATHS.items() for path in found]
"""For a test of one path: the machine and the path."""
