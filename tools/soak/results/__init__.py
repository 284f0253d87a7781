"""What a soak has come to, held against what was promised."""
