"""The form of rows: columns of each kind, expressions that write them, the table, and migrations."""
