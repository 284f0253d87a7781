"""Whatever happens to a certificate: each of its versions that is kept can be made current."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given, settings
from hypothesis import strategies as st

from certkeeper.domain.certificates.certificate import MAX_KEPT_VERSIONS, Source
from tests.unit.services.activation.kept_world import KeptWorld

BEGINNING = KeptWorld()
"""Copied for each example: an issued certificate costs more than all that follows."""
STEPS = st.one_of(
    st.sampled_from(["upload", "upload", "withdrawn_upload", "renew", "fail_to_renew", "fail_after_publishing"]),
    st.just("delete_and_restore"),
    st.integers(0, MAX_KEPT_VERSIONS - 1),
)


def taken(world: KeptWorld, step: str | int) -> None:
    """One thing that happens; a number activates what was current so many versions ago, if that is kept."""
    certificate = world.now_stored
    if isinstance(step, int):
        kept = certificate.kept_versions
        world.activate(kept[step % len(kept)])
    elif certificate.source is Source.ISSUED or step not in {"renew", "fail_to_renew", "fail_after_publishing"}:
        getattr(world, step)()


def consistent(world: KeptWorld) -> None:
    """Row and secret are of one version, and what the row calls kept is there."""
    certificate = world.now_stored
    assert world.hands_out(certificate.version)
    assert certificate.kept_versions[0] == certificate.version
    assert len(certificate.kept_versions) == min(certificate.highest_version, MAX_KEPT_VERSIONS)
    for number in certificate.kept_versions:
        world.vault.bundle_of(certificate.certificate_id, world.version(number).order_id)  # raises NotFoundError


@settings(max_examples=30)
@given(st.lists(STEPS, min_size=1, max_size=MAX_KEPT_VERSIONS + 8))
def test_no_sequence_loses_a_kept_version(steps: list[str | int]) -> None:
    """Nor shows one as kept that is not; at the end each of them is made current, the oldest first."""
    world = deepcopy(BEGINNING)
    for step in steps:
        taken(world, step)
        consistent(world)
    for number in sorted(world.now_stored.kept_versions):
        after = world.activate(number)
        version = world.version(number)
        assert (after.version, after.facts, after.source) == (number, version.facts, version.source)
        assert after.plan == version.plan
        consistent(world)
