"""Set-up of a fresh clone: standard library only, for it runs before any environment exists."""
