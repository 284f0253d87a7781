"""The simulated world: its certificates, people and CA, and what happens when."""
