"""Files of public reports, and files that other programs judged: each with what is expected of it."""
