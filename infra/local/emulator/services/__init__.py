"""Corrections of AWS services in the emulator."""
