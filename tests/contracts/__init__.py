"""The contracts of the ports: a class for each, which the tests of the fake and of the adapter inherit."""
