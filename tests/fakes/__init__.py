"""The ports in memory, one module each. They pass the contract tests that the adapters pass (tests/contracts)."""
