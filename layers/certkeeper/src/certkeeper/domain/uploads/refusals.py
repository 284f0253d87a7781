"""Why an upload is refused: stable codes, and sentences that say what to change and never repeat what was sent."""

from enum import StrEnum

from certkeeper.domain.dns.names import MAX_NAMES
from certkeeper.domain.errors import RefusedError, Violation
from certkeeper.domain.uploads import limits


class Refusal(StrEnum):
    """The stable codes."""

    EMPTY = "empty"
    FILE_TOO_LARGE = "file_too_large"
    UPLOAD_TOO_LARGE = "upload_too_large"
    TOO_MANY_FILES = "too_many_files"
    TOO_MANY_CERTIFICATES = "too_many_certificates"
    TOO_MANY_NAMES = "too_many_names"
    TOO_MUCH_WORK = "too_much_work"
    UNREADABLE = "unreadable"
    PARTLY_READ = "partly_read"
    CONTENT_UNREADABLE = "content_unreadable"
    CERTIFICATE_MALFORMED = "certificate_malformed"
    CERTIFICATE_MISSING = "certificate_missing"
    CERTIFICATE_REQUEST = "certificate_request"
    PUBLIC_KEY = "public_key"
    TRUSTED_CERTIFICATE = "trusted_certificate"
    OPENSSH_KEY = "openssh_key"
    JAVA_KEYSTORE = "java_keystore"
    PFX_UNSUPPORTED = "pfx_unsupported"
    ENCRYPTION_UNSUPPORTED = "encryption_unsupported"
    PASSWORD_MISSING = "password_missing"  # noqa: S105 - a code
    PASSWORD_UNUSABLE = "password_unusable"  # noqa: S105 - a code
    WRONG_PASSWORD_OR_DAMAGED = "wrong_password_or_damaged"  # noqa: S105 - a code
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
    EXPIRED = "expired"
    WEAK_SIGNATURE = "weak_signature"
    BROKEN_CHAIN = "broken_chain"
    CHAIN_TOO_LONG = "chain_too_long"

    @property
    def sentence(self) -> str:
        """The sentence that a person reads."""
        return _SENTENCES[self]


class UploadRefusedError(RefusedError):
    """The upload cannot be accepted, for one reason. Without a pointer the reason is about the upload as a whole."""

    def __init__(self, refusal: Refusal, pointer: str = "") -> None:
        super().__init__([Violation(pointer, refusal.value, refusal.sentence)])
        self.refusal = refusal
        self.pointer = pointer

    def at(self, pointer: str) -> "UploadRefusedError":
        """Return the same refusal about the field at `pointer`, unless it is about a field already."""
        return self if self.pointer else UploadRefusedError(self.refusal, pointer)


_KB = 1024
_MB = 1024 * _KB

_SENTENCES = {
    Refusal.EMPTY: "it is empty",
    Refusal.FILE_TOO_LARGE: f"a file has at most {limits.MAX_FILE_BYTES // _KB} KB",
    Refusal.UPLOAD_TOO_LARGE: f"the files of one upload have at most {limits.MAX_UPLOAD_BYTES // _MB} MB together",
    Refusal.TOO_MANY_FILES: f"an upload has at most {limits.MAX_TOTAL_FILES} files",
    Refusal.TOO_MANY_CERTIFICATES: f"an upload has at most {limits.MAX_CERTIFICATES} certificates; leave out what the "
    "chain does not need",
    Refusal.TOO_MANY_NAMES: f"a certificate has at most {MAX_NAMES} names",
    Refusal.TOO_MUCH_WORK: f"opening it would take too long: at most {limits.MAX_ROUNDS:,} key derivation rounds "
    f"for each part, {limits.MAX_TOTAL_ROUNDS:,} together, {limits.MAX_SCRYPT_BYTES // _MB} MB for scrypt, and "
    f"RSA keys of at most {limits.MAX_RSA_BITS} bits",
    Refusal.UNREADABLE: "this is neither PEM, DER, PKCS#7 nor PKCS#12, and no base64 of them",
    Refusal.PARTLY_READ: "a part of it cannot be read: a block is cut off, lacks its first or last line, or is damaged",
    Refusal.CONTENT_UNREADABLE: "a part of what is in it cannot be read: it is damaged, or it is a kind of key or "
    "attribute that Certkeeper does not know; export the certificate, its chain and its key again, and nothing else",
    Refusal.CERTIFICATE_MALFORMED: "a certificate is malformed: some part of it cannot be read",
    Refusal.CERTIFICATE_MISSING: "it has no certificate",
    Refusal.CERTIFICATE_REQUEST: "this is a certificate signing request; upload the certificate that the CA issued",
    Refusal.PUBLIC_KEY: "this is a bare public key; upload the certificate, which begins with BEGIN CERTIFICATE",
    Refusal.TRUSTED_CERTIFICATE: "this is OpenSSL's own TRUSTED CERTIFICATE form; convert it with "
    "`openssl x509 -in trusted.pem -out certificate.pem`",
    Refusal.OPENSSH_KEY: "this is OpenSSH's own key form; convert a copy of it with "
    "`ssh-keygen -p -m PKCS8 -f copy-of-the-key`",
    Refusal.JAVA_KEYSTORE: "this is a Java key store (JKS or JCEKS); convert it with "
    "`keytool -importkeystore -srckeystore store.jks -destkeystore store.p12 -deststoretype pkcs12`",
    Refusal.PFX_UNSUPPORTED: "this PKCS#12 file is protected with public keys or has parts that Certkeeper does not "
    "know; export it again with a password",
    Refusal.ENCRYPTION_UNSUPPORTED: "its encryption is unknown to Certkeeper; export it again with AES-256",
    Refusal.PASSWORD_MISSING: "the private key is encrypted; give its password",
    Refusal.PASSWORD_UNUSABLE: f"a password has at most {limits.MAX_PASSWORD_CHARACTERS} characters, none of them NUL",
    Refusal.WRONG_PASSWORD_OR_DAMAGED: "it does not open: the password is wrong, or the content is damaged",
    Refusal.KEY_MISSING: "it has no private key",
    Refusal.KEY_UNREADABLE: "the private key cannot be read: it is damaged, of a kind that Certkeeper does not know, "
    "or its numbers do not fit together",
    Refusal.SEVERAL_KEYS: "it has several private keys; keep only the one that belongs to the certificate",
    Refusal.KEY_ALGORITHM: "the key is of a kind that TLS servers cannot use; use RSA, ECDSA or Ed25519",
    Refusal.PSS_KEY: "the certificate is for RSA keys that sign with PSS only (id-RSASSA-PSS), which few servers "
    "support; ask the CA for one with a key for all of RSA (rsaEncryption)",
    Refusal.RSA_TOO_SMALL: f"the RSA key has fewer than {limits.MIN_RSA_BITS} bits, which clients refuse",
    Refusal.RSA_TOO_LARGE: f"the RSA key has more than {limits.MAX_RSA_BITS} bits",
    Refusal.CURVE: "the key is on a curve that clients do not support; use P-256, P-384 or P-521, as a named curve",
    Refusal.KEY_MISMATCH: "the private key belongs to none of the certificates",
    Refusal.SEVERAL_LEAVES: "it has several certificates for the private key; keep only one of them",
    Refusal.EXPIRED: "the certificate has expired; set `expired_allowed` to upload it all the same",
    Refusal.WEAK_SIGNATURE: "the certificate is signed with SHA-1 or MD5, which clients refuse",
    Refusal.BROKEN_CHAIN: "a certificate of the chain names an issuer that is here but did not sign it",
    Refusal.CHAIN_TOO_LONG: f"the chain has more than {limits.MAX_DEPTH} certificates",
}
