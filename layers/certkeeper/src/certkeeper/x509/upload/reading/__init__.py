"""From the bytes of a file or a pasted text to certificates and private keys that the library has loaded."""
