"""Corrections of how the emulator runs functions."""
