"""What a person reads and types: blocks of text, questions, passwords, pasted text."""
