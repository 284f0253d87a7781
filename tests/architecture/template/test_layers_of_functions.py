"""Each function has the layers that its code needs, and is not slowed down by others."""

from importlib.metadata import packages_distributions

import pytest
from packaging.utils import canonicalize_name

from infra.bootstrap.environments import ROOT
from tests.architecture.deployed import Function, functions
from tests.architecture.imports.imported import reached
from tests.architecture.imports.test_dependencies import LAYER_LOCKS, pins

EVERY = pytest.mark.parametrize("function", functions(), ids=lambda function: function.operation)
ALWAYS = {"RuntimeLayer"}
"""Every function logs, and Powertools is in the runtime layer."""


@EVERY
def test_a_function_that_speaks_acme_and_no_other_has_the_acme_layer(function: Function) -> None:
    """Its wheels would slow every function down to which they are attached (docs/design/cold-starts.md)."""
    locks = {name: pins(lock).keys() for name, lock in LAYER_LOCKS.items()}
    needs = _distributions(reached(ROOT / function.folder / "app.py"))
    assert needs <= locks["runtime"] | locks["acme"]
    assert function.layers == (ALWAYS | {"AcmeLayer"} if needs & locks["acme"] else ALWAYS)


def _distributions(modules: set[str]) -> set[str]:
    """What has to be installed for these imports, by its name in the locks."""
    known = packages_distributions()
    tops = {module.partition(".")[0] for module in modules}
    return {str(canonicalize_name(name)) for top in tops for name in known.get(top, [])}
