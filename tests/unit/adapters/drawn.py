"""Values of any class of the product, drawn by hypothesis from the types of its fields, so that none is left out."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any, TypeVar, get_args, get_origin

from hypothesis import strategies as st

from tests.contracts.filled import Annotation, is_record, types_of, variants

T = TypeVar("T")

texts = st.text(max_size=20)
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
_PLAIN: dict[type, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(0, 2**63),
    bool: st.booleans(),
    datetime: moments,
}


def drawn(class_: type[T]) -> st.SearchStrategy[T]:
    """Instances with anything in every field that its type allows."""
    return st.builds(class_, **{name: _of(type_) for name, type_ in types_of(class_).items()})


def _of(type_: Annotation) -> st.SearchStrategy[Any]:
    types, may_be_none = variants(type_)
    strategies = [_one(each) for each in types]
    return st.one_of(st.none(), *strategies) if may_be_none else st.one_of(*strategies)


def _one(type_: Annotation) -> st.SearchStrategy[Any]:
    origin: Annotation = get_origin(type_)
    if origin is tuple:
        first, *rest = get_args(type_)
        if rest == [Ellipsis]:
            return st.lists(_of(first), max_size=3).map(tuple)
        return st.tuples(*map(_of, (first, *rest)))
    if is_record(type_):
        return drawn(type_)
    return st.sampled_from(type_) if issubclass(type_, Enum) else _PLAIN[type_]
