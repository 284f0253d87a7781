"""The decryption of uploads: bounded before it begins, and done in a child process that can be killed."""
