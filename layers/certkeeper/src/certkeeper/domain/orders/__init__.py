"""Orders (RFC 8555 section 7.1.3): their challenges, deadlines, actions and failures."""
