"""DNS of the local world."""
