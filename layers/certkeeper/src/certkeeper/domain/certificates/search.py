"""What a search finds a certificate by: its name and DNS names, its issuer, and its numbers (ADR 112)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from unicodedata import normalize

from certkeeper.domain.dns.u_labels import in_u_labels

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certkeeper.domain.certificates.certificate import Certificate, CertificateFacts

SEPARATOR = "\n"
"""The character around each text that is searched. No name has it, so a search finds nothing that spans two."""
MIN_ISSUER_CHARACTERS = 3
"""The fewest characters that are searched in issuers: two, such as `cn`, are in nearly all of them."""
MIN_DIGITS = 6
"""The fewest digits with which a number may begin or end to be found; a shorter text is the whole number. One in 16
million fingerprints begins with six given digits.
"""

_LABEL_OF_A_NUMBER = re.compile(r"^[a-z0-9 -]*(?:fingerprint|serial|thumbprint)[a-z ]*[=:]")
"""The beginning of a line of `openssl x509 -fingerprint` or `-serial`, in lower case."""
_BETWEEN_DIGITS = re.compile(r"[:\s-]|^0x")
"""What programs write in and before numbers; ids have hyphens."""
_DIGITS = re.compile(r"[0-9a-f]+")


def folded(text: str) -> str:
    """Return a text in one of its spellings: compatible characters are one (NFKC), and case does not count."""
    return normalize("NFKC", text).casefold()


@dataclass(frozen=True, slots=True)
class Search:
    """What is searched for. `text` is folded; the empty one is in everything."""

    text: str

    @classmethod
    def of(cls, typed: str) -> Search:
        """Return the search for a text that a person has typed, or copied from another program."""
        return cls(folded(typed.strip()))

    @property
    def spans_texts(self) -> bool:
        """Whether it can be in no text, as it has the separator of texts."""
        return SEPARATOR in self.text

    @property
    def numbers(self) -> tuple[str, ...]:
        """What is searched among the lines of the numbers of a certificate; nothing where this is no number.

        It takes serial numbers in decimal and hex, fingerprints and ids, with or without colons, blanks and hyphens; of
        long ones the beginning or the end.
        """
        digits = _BETWEEN_DIGITS.sub("", _LABEL_OF_A_NUMBER.sub("", self.text).strip())
        number = digits.lstrip("0")
        if not _DIGITS.fullmatch(number):
            return ()
        beginning = f"{SEPARATOR}{number}{SEPARATOR if len(number) < MIN_DIGITS else ''}"
        return (beginning, *([f"{digits}{SEPARATOR}"] if len(digits) >= MIN_DIGITS else []))

    @property
    def issuer(self) -> str:
        """The text that is searched in issuers; empty where it is too short."""
        return self.text if len(self.text) >= MIN_ISSUER_CHARACTERS else ""

    def finds(self, certificate: Certificate) -> bool:
        """Return whether a certificate is found."""
        facts = certificate.facts
        return (
            any(self.text in text for text in searched_texts(certificate.name, certificate.names, facts))
            or bool(self.issuer and facts and self.issuer in folded(facts.issuer))
            or any(number in searched_numbers(certificate.certificate_id, facts) for number in self.numbers)
        )


def searched_texts(name: str, names: Iterable[str], facts: CertificateFacts | None) -> tuple[str, ...]:
    """Return the texts of a certificate that are searched: its name, common name and DNS names, folded, each once.

    A name with A-labels is there in U-labels too. `facts` are those of the current version, None before the first.
    """
    own = (name, *([facts.common_name] if facts and facts.common_name else ()), *names)
    return tuple(dict.fromkeys(spelling for text in own for spelling in (folded(text), folded(in_u_labels(text)))))


def searched_numbers(certificate_id: str, facts: CertificateFacts | None) -> str:
    """Return the numbers of a certificate, each on a line: id, serial number in decimal and hex, fingerprints.

    They are without hyphens, signs and leading zeros, as `Search.numbers` are. Without facts there is the id only.
    """
    numbers = [certificate_id.replace("-", "")]
    if facts is not None:
        serial = facts.serial.lstrip("-")
        in_hex = f"{int(serial):x}" if serial.isdecimal() else ""
        numbers += [serial, in_hex, facts.sha256, facts.sha1]
    return SEPARATOR.join(("", *dict.fromkeys(number.lstrip("0") for number in numbers), ""))
