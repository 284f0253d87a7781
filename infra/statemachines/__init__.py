"""The state machine (Amazon States Language in YAML, JSONPath), and the picture made from it."""
