"""Commands for orders: one in each module, and how they wait for an order."""
