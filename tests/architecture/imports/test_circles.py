"""No two modules need each other, be it for a type only: each can be read, moved and tested without the other."""

from graphlib import CycleError, TopologicalSorter

import grimp


def test_no_modules_import_each_other() -> None:
    """A circle names its modules; what is imported for types or within a function counts."""
    graph = grimp.build_graph("certkeeper", "certkeeper_cli", cache_dir=None)
    assert graph.find_modules_directly_imported_by("certkeeper.services.orders.cancel_order")
    assert circle({module: graph.find_modules_directly_imported_by(module) for module in graph.modules}) == []


def test_a_circle_is_found() -> None:
    """Else the test above would hold whatever is imported."""
    found = circle({"a": {"b"}, "b": {"c"}, "c": {"b"}})
    assert set(found) == {"b", "c"}


def circle(imports: dict[str, set[str]]) -> list[str]:
    """The modules of one circle, the first again at the end; none where there is no circle."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        modules: list[str] = error.args[1]
        return modules
    return []
