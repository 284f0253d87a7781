"""A certificate on its way out, and back."""
