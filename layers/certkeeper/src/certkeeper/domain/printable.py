"""Texts that strangers chose, in certificates, DNS, web pages and CAs' answers, made fit to be shown."""

_CUT = "…"


def one_line(text: str, most: int) -> str:
    """Return a text on one line, without anything that does not print, cut to at most `most` characters."""
    printable = "".join(char if char.isprintable() else " " for char in text[: 4 * most])
    line = " ".join(printable.split())
    return line if len(line) <= most else line[: most - 1] + _CUT


def printable(text: str) -> str:
    r"""Return the text with what does not print (controls, line ends, direction marks) as `\xx` of its UTF-8 bytes.

    That is how RFC 4514 section 2.4 writes such characters, so that a subject stays a valid one.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def _escaped(char: str) -> str:
    return "".join(f"\\{byte:02x}" for byte in char.encode("utf-8", "surrogatepass"))
