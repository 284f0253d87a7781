"""What each port promises, once: a class per port, which the fake's tests and the adapter's tests inherit."""
