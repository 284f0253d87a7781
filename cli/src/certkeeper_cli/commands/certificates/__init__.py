"""Commands for certificates: one in each module, and the files that two of them write and read."""
