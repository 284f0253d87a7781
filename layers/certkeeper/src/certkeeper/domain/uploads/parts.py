"""The parts of a certificate by the names that people read, of which some may be written otherwise than RFC 5280 wants.

Section 4.1 has the parts of all certificates, section 4.2 the extensions.
"""

from enum import StrEnum


class Part(StrEnum):
    """The parts that a warning or a refusal may name."""

    STRUCTURE = "structure"
    VERSION = "version"
    SERIAL = "serial number"
    SIGNATURE_ALGORITHM = "signature algorithm"
    ISSUER = "issuer"
    DATES = "dates of validity"
    SUBJECT = "subject"
    KEY = "public key"
    EXTENSIONS = "list of extensions"
    CRITICAL = "criticality of an extension"
    ALTERNATIVE_NAME = "subject alternative name"
    BASIC_CONSTRAINTS = "basic constraints"
    KEY_USAGE = "key usage"
    EXTENDED_KEY_USAGE = "extended key usage"
    NAME_CONSTRAINTS = "name constraints"
    AUTHORITY_KEY = "authority key identifier"
    SUBJECT_KEY = "subject key identifier"
    AUTHORITY_ACCESS = "authority information access"
    POLICIES = "certificate policies"
    REVOCATION_LISTS = "CRL distribution points"
    TIMESTAMPS = "certificate timestamps"
    TEMPLATE = "Microsoft certificate template"
    OTHER_EXTENSION = "extension that servers do not need"
    WRITTEN_OUT_CURVE = "written out in place of its name"
