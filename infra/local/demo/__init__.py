"""`make demo`: an order on this machine, from an empty AWS account to a certificate that openssl verifies.

`demonstration` has the steps in order, `display` shows them, and the other modules do them.
"""
