"""Looks for challenges from outside, as the CA would. What it visits belongs to strangers, so everything is bounded."""
