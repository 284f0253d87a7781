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
    Refusal.TOO_MANY_PARTS: EXPORT_AGAIN,
    Refusal.TOO_MUCH_WORK: "Export it again with fewer rounds of key derivation; OpenSSL's defaults are accepted",
    Refusal.UNREADABLE: "Check that the file is a certificate, a key, a PKCS#7 or a PKCS#12 file",
    Refusal.PARTLY_READ: "Copy the whole block again, from its BEGIN line to its END line",
    Refusal.CUT_OFF: "Copy or download the file again, then compare its size with the original's",
    Refusal.CONTENT_UNREADABLE: EXPORT_AGAIN,
    Refusal.CERTIFICATE_MALFORMED: "Download the certificate again from the CA, or ask the CA to mend the part that "
    "`detail` names",
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
    Refusal.KEY_NOT_DECRYPTED: "Export the PKCS#12 file again with one password for file and key",
    Refusal.KEY_MISSING: "Add the private key that the certificate was requested with",
    Refusal.KEY_UNREADABLE: "Export the private key again, as PKCS#8",
    Refusal.SEVERAL_KEYS: "Leave out the keys that do not belong to the certificate",
    Refusal.KEY_ALGORITHM: "Have the certificate issued again for an RSA or an ECDSA key",
    Refusal.PSS_KEY: "Have the certificate issued again for a key of type rsaEncryption",
    Refusal.RSA_TOO_SMALL: "Have the certificate issued again for a key of 2048 bits or more",
    Refusal.RSA_TOO_LARGE: "Have the certificate issued again for a smaller key",
    Refusal.CURVE: "Have the certificate issued again for a key on P-256, P-384 or P-521, with the curve by its name",
    Refusal.KEY_MISMATCH: "Upload the key that belongs to the certificate, or the certificate that belongs to the key",
    Refusal.SEVERAL_LEAVES: "Leave out the certificates that you do not want to upload",
    Refusal.NEVER_VALID: "Have the certificate issued again",
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
    "root_missing": "Nothing needs to be done, if clients have that root; else add the intermediates of the CA",
    "intermediate_expired": "Upload it again with the intermediates that the CA uses now",
    "path_not_accepted": "Do what the other warnings say",
    "name_forbidden": "Have it issued by a CA that may issue for these names",
    "issuer_not_ca": "Upload the intermediates that the CA provides; a server's certificate cannot issue others",
    "issuer_may_not_sign": "Have it issued by a CA whose key usage includes keyCertSign",
    "issuer_not_for_servers": "Have it issued by a CA that may issue for TLS servers",
    "issuer_weak_key": "Use a CA with an RSA key of 2048 bits or more, or a key on P-256 or P-384",
    "issuer_weak_signature": "Upload the intermediates that the CA uses now, signed with SHA-256 or better",
    "path_too_long": "Have it issued by a CA higher up, or have the limit of the CA changed",
    "unknown_critical_extension": "Have the certificate issued again without that extension, or not as critical",
    "unreadable_part": "Have the certificate issued again",
    "precertificate": "Upload the certificate that the CA has issued, in place of the precertificate",
    "outdated_left_out": WITHOUT_CHANGE,
    "unrelated_certificate": WITHOUT_CHANGE,
    "duplicate_certificate": WITHOUT_CHANGE,
    "files_left_out": WITHOUT_CHANGE,
    "reordered": WITHOUT_CHANGE,
    "root_included": WITHOUT_CHANGE,
    "no_alternative_name": "Have the certificate issued again with its DNS names among the subject alternative names",
    "no_server_auth": "Have the certificate issued again for TLS servers, if a server is to use it",
    "long_validity": "Have the certificate issued again for a shorter time, if browsers connect to it",
    "not_publicly_trusted": "Install its root on every client, or use a public CA",
    "read_leniently": "Ask the CA to issue the certificate again without the fault, in the parts that `detail` names",
    "certificate_left_out": WITHOUT_CHANGE,
    "legacy_encryption": "Destroy all copies of the file: its encryption can be broken",
    "key_not_encrypted": "Destroy all copies of the file: whoever has one has the private key",
    "without_mac": "Compare the fingerprint with the one that the CA shows",
}
"""What to do about a warning, by its code."""

ACM_OBSTACLES: dict[str, str] = {
    "acm_version": "For ACM, have the certificate issued again in X.509 version 3",
    "acm_no_name": "For ACM, have the certificate issued again with a domain name",
    "acm_no_issuer": "For ACM, have the certificate issued again by a CA that has a name",
    "acm_key_algorithm": "For ACM, have the certificate issued again for RSA with 2048 bits or for P-256",
    "acm_issuer_algorithm": "For ACM, use a key of the kind that the CA has, or a CA that has a key of this kind",
    "acm_ocsp_address": "For ACM, have the certificate issued again with a shorter OCSP address",
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
