"""`make bench`: what a cold start and an issuance cost. Counted, not timed; people read the numbers."""
