"""X.509 in and out, on the cryptography library only: keys, requests, certificates, chains."""
