"""Processes of the local world, which end with the process that started them."""
