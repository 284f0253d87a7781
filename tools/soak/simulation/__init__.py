"""Who and what lives in the simulated world, and when something happens to them."""
