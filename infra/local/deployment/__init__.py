"""A quick deploy of the real template to the emulator: what `sam deploy` does, in a few seconds (ADR 30).

The production path (`make build`, `sam deploy`) works as well and has its own test. This one exists because it is ten
times as fast: archives are cached by content, and what `infra.layers` has built for this machine is taken as it is.
"""
