"""What sweeps read and compute."""
