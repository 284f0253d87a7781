"""The page: a small server on the loopback that serves it and signs its calls with the person's credentials."""
