"""What the project runs on: the state machine, the API contract, the local world, and the set-up."""
