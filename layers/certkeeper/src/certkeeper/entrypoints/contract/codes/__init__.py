"""What each code in an answer means, and what to do about it: docs/reference/errors.md is generated from these tables.

They stand here, and not beside their enumerations in the domain, because no function imports the contract: a function
that answers has the one sentence that it needs, and does not load the others with each cold start. A test holds that
every code that the program can answer with is in a table, and that no table has another.
"""

from typing import NamedTuple


class Explained(NamedTuple):
    """What one code means, and what the reader can do about it; both are whole sentences without a final stop."""

    meaning: str
    action: str
