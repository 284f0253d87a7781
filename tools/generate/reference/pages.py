"""The generators of the reference pages."""

from types import ModuleType

from tools.generate.reference import api, command_line, errors, events

PAGES: tuple[ModuleType, ...] = (api, command_line, errors, events)
"""Each has `files`, as every generator has."""
