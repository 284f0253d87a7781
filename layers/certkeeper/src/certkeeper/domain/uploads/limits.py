"""How much of anything an upload may hold, so that the worst file costs seconds and not minutes.

Real files are far below: a chain has 4 certificates and 8 KB, Windows and OpenSSL derive keys with 2,000 to 600,000
rounds, and .NET refuses more than 600,000 itself.
"""

MOST_FILES_TOGETHER = 24
MOST_FILE_BYTES = 256 * 1024
MOST_TEXT_BYTES = 2 * MOST_FILE_BYTES
"""A file as it comes: base64 or UTF-16 make it longer."""
MOST_UPLOAD_BYTES = 1024 * 1024

MOST_CERTIFICATES = 20
MOST_DEPTH = 10
"""Certificates from the leaf to the root."""
MOST_SIGNATURE_CHECKS = 64

MOST_ROUNDS = 1_000_000
"""Of one key derivation."""
MOST_ROUNDS_TOGETHER = 3_000_000
MOST_SCRYPT_BYTES = 64 * 1024 * 1024
MOST_BAGS = 64
MOST_SAFES = 16
MOST_NESTED_SAFES = 3
MOST_PASSWORD_CHARACTERS = 1024

FEWEST_RSA_BITS = 2048
MOST_RSA_BITS = 4096
"""Loading a key tests its primes: 0.6 s at 4096 bits, 10 s at 8192."""
MOST_KEY_LOADINGS = 2
"""The same key may come in two forms."""

CHILD_CPU_SECONDS = 3
CHILD_WALL_SECONDS = 15.0
"""A function with 512 MB has a third of a processor."""
CHILD_EXTRA_BYTES = 256 * 1024 * 1024
"""Address space beyond what the process has when it forks: with 55 MB of that process, both stay far below 512 MB.

The largest scrypt that is allowed takes 64 MB of it."""
MOST_ANSWER_BYTES = 1024 * 1024
"""What a child may hand back: keys and certificates of one file."""
