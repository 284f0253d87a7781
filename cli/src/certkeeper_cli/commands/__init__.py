"""The commands, by what they are about, and the options that they share."""
