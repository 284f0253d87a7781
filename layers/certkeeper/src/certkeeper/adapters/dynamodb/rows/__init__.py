"""What a row is: the columns of each kind, the expressions that write it, the table that holds it, and migrations."""
