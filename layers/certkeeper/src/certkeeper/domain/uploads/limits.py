"""The limits of an upload, so that the worst file costs seconds of processor time and not minutes (ADR 40).

Real files are far below: a chain has 4 certificates and 8 KB; Windows and OpenSSL derive keys with 2,000 to 600,000
rounds, and .NET refuses more than 600,000 itself.
"""

MAX_TOTAL_FILES = 24
"""Files of one upload: several times the certificate, the key and the chain of a real one."""
MAX_FILE_BYTES = 256 * 1024
"""Bytes of one file, decoded: a real chain has 8 KB."""
MAX_TEXT_BYTES = 2 * MAX_FILE_BYTES
"""Bytes of one file as it is sent: base64 and UTF-16 make it longer."""
MAX_UPLOAD_BYTES = 1024 * 1024
"""Bytes of all files of one upload, decoded."""

MAX_ARCHIVE_FILES = 64
"""Files of one ZIP archive: CAs send up to ten, some in a folder for each kind of server."""
MAX_ARCHIVE_BYTES = 3 * MAX_FILE_BYTES
"""Bytes of all files of one archive, unpacked, below what a child process may return."""
MAX_SECRET_PARTS = 50_000
"""Texts, lists and mappings in one YAML file: a Secret has some 50, and one file may have many Secrets."""
MAX_SECRET_DEPTH = 32
"""Levels of collections in one YAML file: a Secret in a list, with all that kubectl shows of it, has 12."""

MAX_CERTIFICATES = 20
"""Certificates in one upload: five times a real chain."""
MAX_DEPTH = 10
"""Certificates in a chain, from the certificate to the root."""
MAX_SIGNATURE_CHECKS = 64
"""Signatures that are verified to find the chain: 20 certificates with a few candidates each."""

MAX_ROUNDS = 1_000_000
"""Rounds of one key derivation: above the 600,000 of OWASP's advice and of .NET's own limit."""
MAX_TOTAL_ROUNDS = 3_000_000
"""Rounds of all key derivations of one upload."""
MAX_RETRY_ROUNDS = 600_000
"""Rounds of all further forms of one password that are tried: as many as .NET accepts for one derivation."""
MAX_SCRYPT_BYTES = 64 * 1024 * 1024
"""Bytes of memory of one scrypt key derivation: OpenSSL's own default is 32 MB."""
MAX_BAGS = 64
"""Bags (PKCS#12, RFC 7292 section 4.2) of one file: a key and all certificates, with room."""
MAX_SAFES = 16
"""Authenticated safes (RFC 7292 section 4.1) of one file; usual files have two."""
MAX_NESTED_SAFES = 3
"""Levels of safes within safes (RFC 7292 section 4.2.6); usual files have none."""
MAX_PASSWORD_CHARACTERS = 1024
"""Characters of a password: longer than people's passwords, short enough to derive keys from."""

MIN_RSA_BITS = 2048
"""Bits of an RSA key: public CAs sign no fewer (CA/Browser Forum, Baseline Requirements, section 6.1.5)."""
MAX_RSA_BITS = 4096
"""Bits of an RSA key. Loading a key tests its primes: 0.6 s at 4096 bits, 10 s at 8192."""
MAX_KEY_LOADINGS = 2
"""Private keys that are loaded: the same key may come in two forms."""

CHILD_CPU_SECONDS = 3
"""Seconds of processor time of the child process that opens one file."""
CHILD_WALL_SECONDS = 15.0
"""Seconds of time of that child process: a function with 512 MB has a third of a processor."""
MAX_FILES_OF_A_CHILD = 64
"""Files that one child process opens before another takes its place: what it holds of a tenant's files ends there."""
CHILD_EXTRA_BYTES = 256 * 1024 * 1024
"""Bytes of address space beyond what the process has when it forks.

With 55 MB of that process, both stay far below the function's 512 MB. The largest scrypt that is allowed takes 64 MB.
"""
MAX_ANSWER_BYTES = 1024 * 1024
"""Bytes that a child process may return: keys and certificates of one file."""
