"""X.509, with the library `cryptography` only: keys, signing requests, certificates, chains, uploads and exports."""
