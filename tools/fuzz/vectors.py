"""Every file of `cryptography-vectors`, also those that the suite leaves out of its sample for their number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.x509.vectors.manifest import MANIFEST, outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.unit.x509.vectors.manifest import Group


def wrong_outcomes(manifest: Sequence[Group] = MANIFEST) -> list[str]:
    """Return a line for each file that ends otherwise than the manifest says; none where all end as they should."""
    ends = ((group, file, outcome(file, group.password)) for group in manifest for file in group.files)
    return [f"{file}: {end}, not {group.expected}" for group, file, end in ends if end != group.expected]
