"""The local world: AWS, the certificate authority, DNS and the customer's site, on this machine."""
