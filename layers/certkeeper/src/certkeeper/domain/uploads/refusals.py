"""The reasons why an upload is refused: stable codes, and sentences that say what to change (ADR 40).

They never repeat what was sent.
"""

from enum import StrEnum

from certkeeper.domain.errors import RefusedError, Violation
from certkeeper.domain.uploads import limits
from certkeeper.domain.uploads.parts import Part


class Refusal(StrEnum):
    """The stable codes."""

    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    UPLOAD_TOO_LARGE = "upload_too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_CERTIFICATES = "too_many_certificates"
    TOO_MANY_PARTS = "too_many_parts"
    TOO_MUCH_WORK = "too_much_work"
    UNREADABLE = "unreadable"
    PARTLY_READ = "partly_read"
    CUT_OFF = "cut_off"
    CONTENT_UNREADABLE = "content_unreadable"
    CERTIFICATE_MALFORMED = "certificate_malformed"
    CERTIFICATE_MISSING = "certificate_missing"
    CERTIFICATE_REQUEST = "certificate_request"
    PUBLIC_KEY = "public_key"
    TRUSTED_CERTIFICATE = "trusted_certificate"
    OPENSSH_KEY = "openssh_key"
    JAVA_KEYSTORE = "java_keystore"
    ARCHIVE_KIND = "archive_kind"
    ARCHIVE_UNREADABLE = "archive_unreadable"
    ARCHIVE_ENCRYPTED = "archive_encrypted"
    ARCHIVE_TOO_LARGE = "archive_too_large"
    ARCHIVE_NESTED = "archive_nested"
    SECRET_UNREADABLE = "secret_unreadable"  # noqa: S105 - a code
    PFX_UNSUPPORTED = "pfx_unsupported"
    ENCRYPTION_UNSUPPORTED = "encryption_unsupported"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - a code
    PASSWORD_UNUSABLE = "password_unusable"  # noqa: S105 - a code
    WRONG_PASSWORD_OR_DAMAGED = "wrong_password_or_damaged"  # noqa: S105 - a code
    KEY_NOT_DECRYPTED = "key_not_decrypted"
    KEY_MISSING = "key_missing"
    KEY_UNREADABLE = "key_unreadable"
    SEVERAL_KEYS = "several_keys"
    KEY_ALGORITHM = "key_algorithm"
    PSS_KEY = "pss_key"
    RSA_TOO_SMALL = "rsa_too_small"
    RSA_TOO_LARGE = "rsa_too_large"
    CURVE = "curve"
    KEY_MISMATCH = "key_mismatch"
    SEVERAL_LEAVES = "several_leaves"
    NEVER_VALID = "never_valid"
    EXPIRED = "expired"
    WEAK_SIGNATURE = "weak_signature"
    BROKEN_CHAIN = "broken_chain"
    CHAIN_TOO_LONG = "chain_too_long"

    @property
    def sentence(self) -> str:
        """The sentence that a person reads."""
        return _SENTENCES[self]


class UploadRefusedError(RefusedError):
    """The upload cannot be accepted, for one reason. Without a pointer the reason is about the upload as a whole.

    `part` is what the reason is about, in Certkeeper's own words (`parts.Part`, or a kind of key); `number` is which
    certificate of the piece at `pointer` it is, counted from 1. Both may be missing.
    """

    def __init__(self, refusal: Refusal, pointer: str = "", *, part: str = "", number: int = 0) -> None:
        super().__init__([Violation(pointer, refusal.value, _sentence(refusal, part, place(number, pointer)))])
        self.refusal = refusal
        self.pointer = pointer
        self.part = part
        self.number = number

    def at(self, pointer: str) -> "UploadRefusedError":
        """Return the same refusal about the field at `pointer`, unless it is about a field already."""
        return self if self.pointer else UploadRefusedError(self.refusal, pointer, part=self.part, number=self.number)


def place(number: int, pointer: str) -> str:
    """Return which certificate of the piece at a pointer it is, as "certificate 3 of /ca_bundle/0".

    `number` counts from 1; it is 0 where it is not known.
    """
    return f"certificate {number} of {pointer}" if number and pointer else "the certificate"


def _sentence(refusal: Refusal, part: str, certificate: str) -> str:
    """Return the sentence of a refusal about a part; the general one where there is none."""
    if part == Part.WRITTEN_OUT_CURVE and refusal is Refusal.CURVE:
        return _WRITTEN_OUT
    template = _SENTENCES_WITH_PART.get(refusal) if part else None
    return template.format(part=part, certificate=certificate) if template else refusal.sentence


_KB = 1024
_MB = 1024 * _KB

_SENTENCES = {
    Refusal.EMPTY: "the content is empty; choose the file again",
    Refusal.FILE_TOO_LARGE: f"a file may have at most {limits.MAX_FILE_BYTES // _KB} KB",
    Refusal.UPLOAD_TOO_LARGE: f"the files of one upload may have at most {limits.MAX_UPLOAD_BYTES // _MB} MB together",
    Refusal.TOO_MANY_FILES: f"an upload may have at most {limits.MAX_TOTAL_FILES} files",
    Refusal.TOO_MANY_CERTIFICATES: f"an upload may have at most {limits.MAX_CERTIFICATES} certificates; "
    "leave out those that the chain does not need",
    Refusal.TOO_MANY_PARTS: f"the PKCS#12 file has more than {limits.MAX_BAGS} entries or {limits.MAX_SAFES} safes, or "
    f"safes in safes more than {limits.MAX_NESTED_SAFES} deep; export the certificate, its chain and its key again, "
    "and nothing else",
    Refusal.TOO_MUCH_WORK: f"opening the content would take too long; Certkeeper accepts at most {limits.MAX_ROUNDS:,} "
    f"key derivation rounds for each part, {limits.MAX_TOTAL_ROUNDS:,} together, "
    f"{limits.MAX_SCRYPT_BYTES // _MB} MB for scrypt, and RSA keys of at most {limits.MAX_RSA_BITS} bits",
    Refusal.UNREADABLE: "the content is neither PEM, DER, PKCS#7 or PKCS#12, nor base64 of one of them, nor a ZIP "
    "archive or a Kubernetes Secret with them",
    Refusal.PARTLY_READ: "a block of the content cannot be read: it is cut off, lacks its BEGIN or END line, or is "
    "damaged",
    Refusal.CUT_OFF: "the end of the file is missing: it says itself that it is longer; copy or download it again, in "
    "binary mode",
    Refusal.CONTENT_UNREADABLE: "a part of the content cannot be read: it is damaged, or a kind of key or attribute "
    "that Certkeeper does not know; export the certificate, its chain and its key again, and nothing else",
    Refusal.CERTIFICATE_MALFORMED: "a certificate is malformed; download it again from the CA",
    Refusal.CERTIFICATE_MISSING: "the upload has no certificate",
    Refusal.CERTIFICATE_REQUEST: "the content is a certificate signing request; upload the certificate that the CA "
    "issued",
    Refusal.PUBLIC_KEY: "the content is a public key without a certificate; upload the certificate, which begins with "
    "BEGIN CERTIFICATE",
    Refusal.TRUSTED_CERTIFICATE: "the certificate is in OpenSSL's own form TRUSTED CERTIFICATE; convert it with "
    "`openssl x509 -in trusted.pem -out certificate.pem`",
    Refusal.OPENSSH_KEY: "the key is in OpenSSH's own form; convert a copy of it with "
    "`ssh-keygen -p -m PKCS8 -f copy-of-the-key`",
    Refusal.JAVA_KEYSTORE: "the content is a Java key store (JKS or JCEKS); convert it with "
    "`keytool -importkeystore -srckeystore store.jks -destkeystore store.p12 -deststoretype pkcs12`",
    Refusal.ARCHIVE_KIND: "the content is an archive of a kind that Certkeeper does not read, such as 7z, RAR or gzip; "
    "unpack it and upload its files, or a ZIP archive of them",
    Refusal.ARCHIVE_UNREADABLE: "the ZIP archive is damaged, or packed in a way that Certkeeper does not know; unpack "
    "it and upload its files",
    Refusal.ARCHIVE_ENCRYPTED: "the files of the ZIP archive are encrypted; unpack it and upload its files",
    Refusal.ARCHIVE_TOO_LARGE: f"a ZIP archive may have at most {limits.MAX_ARCHIVE_FILES} files with "
    f"{limits.MAX_ARCHIVE_BYTES // _KB} KB together; upload the certificate, its chain and its key only",
    Refusal.ARCHIVE_NESTED: "the ZIP archive holds another archive and no certificate; unpack it and upload the files",
    Refusal.SECRET_UNREADABLE: "the content has no Kubernetes Secret that can be read; upload what "
    "`kubectl get secret NAME -o yaml` prints, without anchors and templates",
    Refusal.PFX_UNSUPPORTED: "the PKCS#12 file is protected with public keys or has parts that Certkeeper does not "
    "know; export it again with a password",
    Refusal.ENCRYPTION_UNSUPPORTED: "Certkeeper does not know how the content is encrypted; export it again with "
    "AES-256",
    Refusal.PASSWORD_MISSING: "the private key or the PKCS#12 file is protected with a password; give it",
    Refusal.PASSWORD_UNUSABLE: f"a password may have at most {limits.MAX_PASSWORD_CHARACTERS} characters, and no NUL",
    Refusal.WRONG_PASSWORD_OR_DAMAGED: "the content cannot be decrypted: the password is wrong, or the content is "
    "damaged",
    Refusal.KEY_NOT_DECRYPTED: "the password opens the PKCS#12 file, but not the private key in it: the key has a "
    "password of its own, or is damaged; export it again with one password for all",
    Refusal.KEY_MISSING: "the upload has no private key",
    Refusal.KEY_UNREADABLE: "the private key cannot be read: it is damaged, of a kind that Certkeeper does not know, "
    "or its numbers do not fit together",
    Refusal.SEVERAL_KEYS: "the upload has several private keys; keep only the one that belongs to the certificate",
    Refusal.KEY_ALGORITHM: "the key is of a kind that TLS servers cannot use; use RSA, ECDSA or Ed25519",
    Refusal.PSS_KEY: "the certificate is for RSA keys that sign with PSS only (id-RSASSA-PSS), which few servers "
    "support; ask the CA for one with a key for all of RSA (rsaEncryption)",
    Refusal.RSA_TOO_SMALL: f"the RSA key has fewer than {limits.MIN_RSA_BITS} bits, which clients refuse; use a "
    "larger key",
    Refusal.RSA_TOO_LARGE: f"the RSA key has more than {limits.MAX_RSA_BITS} bits; use a smaller key",
    Refusal.CURVE: "the key is on a curve that clients do not support; use P-256, P-384 or P-521, as a named curve",
    Refusal.KEY_MISMATCH: "the private key belongs to none of the certificates; upload the key that the certificate "
    "was requested with",
    Refusal.SEVERAL_LEAVES: "the upload has several certificates for the private key; keep only one of them",
    Refusal.NEVER_VALID: "the certificate can never be valid: its end lies before its beginning; have it issued again",
    Refusal.EXPIRED: "the certificate has expired; set `expired_allowed` to upload it nevertheless",
    Refusal.WEAK_SIGNATURE: "the certificate is signed with SHA-1 or MD5, which clients refuse; have it issued again",
    Refusal.BROKEN_CHAIN: "a certificate of the chain was not signed by the issuer that it names, which is in the "
    "upload too; upload the "
    "intermediates that the CA provides for this certificate",
    Refusal.CHAIN_TOO_LONG: f"the chain has more than {limits.MAX_DEPTH} certificates; leave out those that are not "
    "needed",
}

_SENTENCES_WITH_PART = {
    Refusal.CERTIFICATE_MALFORMED: "the {part} of {certificate} cannot be read; download it again from the CA, and if "
    "that does not help, ask the CA to issue it again with the {part} as RFC 5280 wants it",
    Refusal.KEY_ALGORITHM: "the kind of the key is {part}; TLS servers cannot use it, or clients do not support it "
    "yet; use RSA, ECDSA or Ed25519",
    Refusal.CURVE: "the curve of the key is {part}, which clients do not support; use P-256, P-384 or P-521",
}
"""The sentences about a part that is known."""

_WRITTEN_OUT = (
    "the parameters of the key's curve are written out in place of the curve's name, which clients refuse; convert "
    "the key with `openssl ec -in key.pem -param_enc named_curve -out named.pem`, and have the certificate issued "
    "again if its key is written so"
)
"""RFC 5480 section 2.1.1 allows named curves only. One that is written out may be made to be weak (CVE-2020-0601)."""
