"""Notes of what is about to happen, by which whatever a process leaves half done is found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OverdueNote:
    """Where a note stands that should be gone by now. `note_id` is the id of the upload, deletion or restoration."""

    due_at: str
    note_id: str
