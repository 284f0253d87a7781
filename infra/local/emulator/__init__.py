"""AWS on this machine: ministack, with the patches in `patches` and with workers that are forked (`workers`) (ADR 30).

Where ministack does not do as AWS does and Certkeeper would notice, a patch corrects its source. Each is a unified diff
against the pinned release and can be sent upstream as it is. Its head says what is wrong, what is right, since which
release, and which AWS page says so; `make setup` applies all of them to a copy (`infra.bootstrap.patched_emulator`).
Patches from 51 on are for this machine and correct no fault. `tests/integration/local/test_patches.py` has a probe for
each: it passes with the patch, and fails without it for as long as ministack does not do it by itself.
"""
