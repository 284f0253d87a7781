"""Texts out of certificates: strangers choose them, and they end in pages, mails and terminals."""


def printable(text: str) -> str:
    r"""The text with everything that does not print (controls, line ends, direction marks) as `\xx` of its UTF-8 bytes.

    That is how RFC 4514 section 2.4 writes such characters, so that a subject stays a valid one.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return "".join(f"\\{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))
