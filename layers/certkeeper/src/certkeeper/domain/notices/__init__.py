"""Notices to administrators: which events cause one, how urgent it is, and what it says."""
