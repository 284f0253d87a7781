"""Codes about certificates that are uploaded: what to do about each refusal and each remark.

What a code means is the sentence that the answer itself has (`domain.uploads.refusals`, `x509.upload.judging.remarks`).
"""

from certkeeper.domain.certificates.exports import ExportRemark
from certkeeper.domain.uploads.refusals import Refusal

EXPORT_AGAIN = "Export the certificate and its key again from where they are used, then upload the new files"
UNPACKED = "Unpack the archive, and upload the certificate, its chain and its key"
SMALLER = "Upload the certificate, its chain and its key only"
WITHOUT_CHANGE = "Nothing needs to be done"

UPLOAD_REFUSALS: dict[Refusal, str] = {
    Refusal.EMPTY: "Choose the file again: the field has no content",
    Refusal.FILE_TOO_LARGE: SMALLER,
    Refusal.UPLOAD_TOO_LARGE: SMALLER,
    Refusal.TOO_MANY_FILES: SMALLER,
    Refusal.TOO_MANY_CERTIFICATES: SMALLER,
    Refusal.TOO_MUCH_WORK: "Export it again with fewer rounds of key derivation; OpenSSL's defaults are accepted",
    Refusal.UNREADABLE: "Check that the file is a certificate, a key, a PKCS#7 or a PKCS#12 file",
    Refusal.PARTLY_READ: "Copy the whole block again, from its BEGIN line to its END line",
    Refusal.CONTENT_UNREADABLE: EXPORT_AGAIN,
    Refusal.CERTIFICATE_MALFORMED: "Download the certificate again from the CA",
    Refusal.CERTIFICATE_MISSING: "Add the certificate that the CA has issued",
    Refusal.CERTIFICATE_REQUEST: "Upload the certificate that the CA has made from the request",
    Refusal.PUBLIC_KEY: "Upload the certificate in place of the public key",
    Refusal.TRUSTED_CERTIFICATE: "Run the `openssl x509` command of `detail`, then upload its output",
    Refusal.OPENSSH_KEY: "Run the `ssh-keygen` command of `detail` on a copy, then upload the copy",
    Refusal.JAVA_KEYSTORE: "Run the `keytool` command of `detail`, then upload the PKCS#12 file",
    Refusal.ARCHIVE_KIND: UNPACKED,
    Refusal.ARCHIVE_UNREADABLE: UNPACKED,
    Refusal.ARCHIVE_ENCRYPTED: UNPACKED,
    Refusal.ARCHIVE_TOO_LARGE: SMALLER,
    Refusal.ARCHIVE_NESTED: UNPACKED,
    Refusal.SECRET_UNREADABLE: "Print the Secret with `kubectl get secret NAME -o yaml`, and upload that",
    Refusal.PFX_UNSUPPORTED: "Export the PKCS#12 file again, protected with a password",
    Refusal.ENCRYPTION_UNSUPPORTED: "Export the key or file again, encrypted with AES-256",
    Refusal.PASSWORD_MISSING: "Give the password of the private key or the PKCS#12 file",
    Refusal.PASSWORD_UNUSABLE: "Export the file again with a shorter password of printable characters",
    Refusal.WRONG_PASSWORD_OR_DAMAGED: "Check the password; if it is right, copy or export the file again",
    Refusal.KEY_MISSING: "Add the private key that the certificate was requested with",
    Refusal.KEY_UNREADABLE: "Export the private key again, as PKCS#8",
    Refusal.SEVERAL_KEYS: "Leave out the keys that do not belong to the certificate",
    Refusal.KEY_ALGORITHM: "Have the certificate issued again for an RSA or an ECDSA key",
    Refusal.PSS_KEY: "Have the certificate issued again for a key of type rsaEncryption",
    Refusal.RSA_TOO_SMALL: "Have the certificate issued again for a key of 2048 bits or more",
    Refusal.RSA_TOO_LARGE: "Have the certificate issued again for a smaller key",
    Refusal.CURVE: "Have the certificate issued again for a key on P-256, P-384 or P-521",
    Refusal.KEY_MISMATCH: "Upload the key that belongs to the certificate, or the certificate that belongs to the key",
    Refusal.SEVERAL_LEAVES: "Leave out the certificates that you do not want to upload",
    Refusal.EXPIRED: "Upload a certificate that is valid, or allow an expired one with `expired_allowed`",
    Refusal.WEAK_SIGNATURE: "Have the certificate issued again, signed with SHA-256",
    Refusal.BROKEN_CHAIN: "Upload the intermediates that the CA provides for this certificate",
    Refusal.CHAIN_TOO_LONG: "Leave out certificates that the chain does not need",
}
"""What to do, by the code in `errors`."""

REMARKS: dict[str, str] = {
    "not_yet_valid": "Do not put it on a server before its first day",
    "expired": "Replace the certificate: clients refuse it",
    "expires_soon": "Order or upload the next version now",
    "intermediate_missing": "Upload it again with the intermediates that the CA provides",
    "intermediate_expired": "Upload it again with the intermediates that the CA uses now",
    "path_not_accepted": "Use a certificate of a CA whose chain clients accept",
    "unrelated_certificate": WITHOUT_CHANGE,
    "duplicate_certificate": WITHOUT_CHANGE,
    "files_left_out": WITHOUT_CHANGE,
    "reordered": WITHOUT_CHANGE,
    "root_included": WITHOUT_CHANGE,
    "no_alternative_name": "Have the certificate issued again with its DNS names among the subject alternative names",
    "no_server_auth": "Have the certificate issued again for TLS servers, if a server is to use it",
    "long_validity": "Have the certificate issued again for a shorter time, if browsers connect to it",
    "not_publicly_trusted": "Install its root on every client, or use a public CA",
    "legacy_encryption": "Destroy all copies of the file: its encryption can be broken",
    "without_mac": "Compare the fingerprint with the one that the CA shows",
}
"""What to do about a warning, by its code."""

ACM_OBSTACLES: dict[str, str] = {
    "acm_key_algorithm": "For ACM, have the certificate issued again for RSA with 2048 bits or for P-256",
    "acm_not_in_date": "Import it into ACM while it is valid",
    "acm_key_size": "For ACM, have the certificate issued again for a smaller key",
    "acm_certificate_size": "For ACM, have the certificate issued again with fewer names",
    "acm_chain_size": "For ACM, leave out certificates that the chain does not need",
}
"""What to do where AWS Certificate Manager would not import it, by the code; Certkeeper stores it nevertheless."""

EXPORT_REMARKS: dict[ExportRemark, str] = {
    ExportRemark.PASSWORD_NOT_ASCII: "Where Java reads it, export it with a password of ASCII characters, or as jks",
}
"""What to do about a remark on an export, by its code."""
