"""Reading what strangers upload: bounded before it is decrypted, decrypted in a child that can be killed."""
