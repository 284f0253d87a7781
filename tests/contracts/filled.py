"""Values of any class of the product, made from the types of its fields, so that no field can be left out."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

import certkeeper.domain
import certkeeper.ports

T = TypeVar("T")
Annotation: TypeAlias = Any
"""A class, or whatever else can be the type of a field."""
Value: TypeAlias = Any
START = datetime(2026, 1, 15, 12, 0, 0, tzinfo=UTC)


def filled(class_: type[T]) -> T:
    """An instance whose every field differs from the field's default: nested values are filled in the same way."""
    return class_(**{name: filled_field(class_, name) for name in types_of(class_)})


def filled_field(class_: type, name: str) -> Value:
    """A value for one field: it names the field where it is a text, and is its place where it is a number."""
    types = types_of(class_)
    value = _filled(types[name], name, 1 + list(types).index(name))
    return not default if isinstance(default := _default(class_, name), bool) else value


def types_of(class_: Annotation) -> Mapping[str, Any]:
    """The type of each field of a dataclass or a NamedTuple, with names resolved that are imported for typing only."""
    hints = get_type_hints(class_, localns=dict(_classes()))
    names = [field.name for field in fields(class_)] if is_dataclass(class_) else class_._fields
    return {name: hints[name] for name in names}


def variants(type_: Annotation) -> tuple[list[Any], bool]:
    """The types of a union without None, and whether None is among them; any other type is alone."""
    if get_origin(type_) not in {Union, UnionType}:
        return [type_], False
    arguments = get_args(type_)
    return [each for each in arguments if each is not NoneType], NoneType in arguments


def is_record(type_: Annotation) -> bool:
    """Whether it is a class with typed fields."""
    return isinstance(type_, type) and (is_dataclass(type_) or hasattr(type_, "_fields"))


def _filled(type_: Annotation, name: str, place: int) -> Value:
    (type_, *_), _none = variants(type_)
    origin: Annotation = get_origin(type_)
    if origin is tuple:
        inner = [each for each in get_args(type_) if each is not Ellipsis]
        return tuple(_filled(each, f"{name}-{index}", place + index) for index, each in enumerate(inner))
    if is_record(type_):
        return filled(type_)
    if issubclass(type_, Enum):
        return list(type_)[-1]
    return _PLAIN[type_](name, place)


_PLAIN: Mapping[type, Callable[[str, int], Any]] = {
    str: lambda name, _: f"{name} ü",
    int: lambda _, place: place,
    bool: lambda _name, _place: True,
    datetime: lambda _, place: START + timedelta(minutes=place),
}


def _default(class_: type, name: str) -> Value:
    if is_dataclass(class_):
        return next(field.default for field in fields(class_) if field.name == name)
    return getattr(class_, "_field_defaults", {}).get(name, MISSING)


@cache
def _classes() -> Mapping[str, Any]:
    """Every class that a module of the domain or the ports defines, by its name."""
    found: dict[str, Any] = {"datetime": datetime}
    for package in (certkeeper.domain, certkeeper.ports):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            defined = vars(importlib.import_module(module.name)).items()
            found |= {name: value for name, value in defined if isinstance(value, type)}
    return found
