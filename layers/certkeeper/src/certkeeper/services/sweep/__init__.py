"""The sweep: whatever is due is looked at, each by itself, and what is decided is written before it is done."""
