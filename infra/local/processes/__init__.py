"""Processes of the local world, which end with whoever started them."""
