"""The meaning of each code in an answer, and what to do about it: the source of docs/reference/errors.md.

The tables are not beside their enumerations in the domain, because no function imports the contract: a function that
answers has the one sentence that it needs, and does not load the others with each cold start. A test holds that every
code that the program can answer with is in a table, and that no table has another.
"""

from typing import NamedTuple


class Explained(NamedTuple):
    """The meaning of one code, and what the reader can do about it; both are whole sentences without a final stop."""

    meaning: str
    action: str
