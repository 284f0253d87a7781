"""Opening what a password protects: bounded before it is decrypted, in a child process that can be killed."""
