"""How much of anything an upload may hold, so that the worst file costs seconds and not minutes.

Real files are far below: a chain has 4 certificates and 8 KB, Windows and OpenSSL derive keys with 2,000 to 600,000
rounds, and .NET refuses more than 600,000 itself.
"""

MAX_TOTAL_FILES = 24
MAX_FILE_BYTES = 256 * 1024
MAX_TEXT_BYTES = 2 * MAX_FILE_BYTES
"""A file as it comes: base64 or UTF-16 make it longer."""
MAX_UPLOAD_BYTES = 1024 * 1024

MAX_CERTIFICATES = 20
MAX_DEPTH = 10
"""Certificates from the leaf to the root."""
MAX_SIGNATURE_CHECKS = 64

MAX_ROUNDS = 1_000_000
"""Of one key derivation."""
MAX_TOTAL_ROUNDS = 3_000_000
MAX_SCRYPT_BYTES = 64 * 1024 * 1024
MAX_BAGS = 64
MAX_SAFES = 16
MAX_NESTED_SAFES = 3
MAX_PASSWORD_CHARACTERS = 1024

MIN_RSA_BITS = 2048
MAX_RSA_BITS = 4096
"""Loading a key tests its primes: 0.6 s at 4096 bits, 10 s at 8192."""
MAX_KEY_LOADINGS = 2
"""The same key may come in two forms."""

CHILD_CPU_SECONDS = 3
CHILD_WALL_SECONDS = 15.0
"""A function with 512 MB has a third of a processor."""
CHILD_EXTRA_BYTES = 256 * 1024 * 1024
"""Address space beyond what the process has when it forks: with 55 MB of that process, both stay far below 512 MB.

The largest scrypt that is allowed takes 64 MB of it."""
MAX_ANSWER_BYTES = 1024 * 1024
"""What a child may hand back: keys and certificates of one file."""
