"""Extensions of certificates: RFC 5280 section 4.2."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cryptography import x509

if TYPE_CHECKING:
    Extension = TypeVar("Extension", bound=x509.ExtensionType)


def extension_of(certificate: x509.Certificate, kind: type[Extension]) -> Extension | None:
    """The extension of this kind, or None. Raises what the library raises where it cannot read one of them."""
    for each in certificate.extensions:
        if type(each.value) is kind:  # there are no subclasses, and `isinstance` would ask an abstract base, in Python
            return each.value
    return None
