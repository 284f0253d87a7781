"""PKCS#12 files as the programs of the world write them: a table with a row for each, and a file for each row."""
