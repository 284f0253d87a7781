"""Codes of refused requests: what to do about each type of problem, and the codes of its `errors`."""

from certkeeper.entrypoints.contract.codes import Explained
from certkeeper.entrypoints.http.problem import Kind

PROBLEMS: dict[Kind, str] = {
    Kind.MALFORMED_BODY: "Send one JSON object in UTF-8 with each key once",
    Kind.INVALID_BODY: "Read `errors`: each entry names a field and says what it accepts",
    Kind.UNEXPECTED_BODY: "Send no body, or `{}`",
    Kind.INVALID_PARAMETER: "Read `errors`: it names the query parameter and says what it accepts",
    Kind.INVALID_HEADER: "Read `errors`: it names the header and says what it accepts",
    Kind.UNKNOWN_CALLER: "Sign the request with the credentials of an IAM principal (AWS Signature Version 4)",
    Kind.NOT_FOUND: "Check the scope and the id: a certificate or an order is found only below its own scope",
    Kind.CONFLICT: "Read `detail`, then read the certificate or the order again and repeat the request",
    Kind.OUT_OF_ORDER: "Call one of the steps in `allowed`",
    Kind.NAME_TAKEN: "Choose another name, or renew, replace or delete the certificate that has it",
    Kind.DUPLICATE: "Use the certificate with the id in `certificate_id`: this one is stored already",
    Kind.KEPT_VERSION: "Activate the version `version` of the certificate with the id in `certificate_id`",
    Kind.KEY_NOT_KEPT: "Upload the certificate with its private key as a new version, or renew it",
    Kind.REVOKED: "Activate another version, renew the certificate, or upload another one",
    Kind.NOT_ISSUED: "Wait for the end of the order",
    Kind.ORDER_RUNNING: "Wait for the end of the order, or cancel it",
    Kind.DELETED: "Restore the certificate first",
    Kind.GONE: "Order the certificate again, or upload a new one",
    Kind.NOT_ISSUED_HERE: "Revoke or renew the certificate where it was issued; `detail` says why Certkeeper cannot",
    Kind.LOSSES_NOT_CONFIRMED: "Read `comparison`; if all losses are meant, repeat the request with exactly these "
    "in `confirmed`",
    Kind.REPLACEMENT_NEEDS_ADMINISTRATOR: "Order or renew the certificate instead, or have an administrator send the "
    "request to the path that ends in `/replacement`",
    Kind.OUTSIDE_SCOPE: "Order a certificate for the names in a scope that covers them, or have the scope widened",
    Kind.OUTSIDE_NOT_CONFIRMED: "Read `outside`; to go on, send its `digest` as `outside_confirmed`",
    Kind.SCOPE_IN_USE: "Delete the certificates of the scope, and wait until they can no longer be restored",
    Kind.REFUSED_BY_CA: "Read `detail`, which has the CA's answer, and correct what it names",
    Kind.PRECONDITION_FAILED: "Read it again, and repeat the change with its new `ETag`",
    Kind.BODY_TOO_LARGE: "Send less: `detail` has the limit in bytes",
    Kind.UNSUPPORTED_MEDIA_TYPE: "Send the `Content-Type` that `detail` names",
    Kind.REFUSED: "Read `errors`: each entry names a field and says what to change",
    Kind.IDEMPOTENCY_KEY_REUSED: "Use a new `Idempotency-Key` for a new request",
    Kind.PRECONDITION_REQUIRED: "Read it, and send its `ETag` in `If-Match`, or `*` to change it anyway",
    Kind.TOO_SOON: "Wait until `next_verify_at`, then verify again",
    Kind.INTERNAL: "Repeat the request. If it fails again, search the function's log for `instance`, and report what "
    "it says",
    Kind.UNAVAILABLE: "Wait as many seconds as `Retry-After` says, then repeat the request",
}
"""What to do, by the type of problem; its title says what it means."""

OF_FORM: dict[str, Explained] = {
    "cursor": Explained(
        "The cursor does not come from a page of this list", "Use the value of `next` on the previous page"
    ),
    "malformed": Explained("The body or the header cannot be read", "Send it in the form that `detail` names"),
    "media_type": Explained("The operation does not accept this Content-Type", "Send `Content-Type: application/json`"),
    "not_of_form": Explained("This `form` of upload does not have the field", "Leave it out, or change `form`"),
    "not_one_of": Explained("The value is not one of the allowed ones", "Use one that `detail` lists"),
    "out_of_bounds": Explained("The number is too small or too large", "Use a number within the bounds in `detail`"),
    "repeated": Explained("The request has a query parameter more than once", "Send it once"),
    "required": Explained("A field or a header is missing", "Add it"),
    "text": Explained(
        "A query parameter is too long or has control characters", "Shorten it, or remove the control characters"
    ),
    "too_long": Explained("A text or a list is longer than it may be", "Shorten it to the limit in `detail`"),
    "too_short": Explained("A text or a list is empty", "Give at least one character, or one entry"),
    "unknown_field": Explained(
        "The body has a field that this operation does not know", "Correct its name, or leave it out"
    ),
    "unknown_parameter": Explained("This operation has no such query parameter", "Correct its name, or leave it out"),
    "unprintable": Explained(
        "A text has characters that cannot be printed, or begins or ends with a blank", "Remove them"
    ),
    "wrong_type": Explained(
        "The value has the wrong type", "Send the type that `detail` names: a text, a list, true or false"
    ),
}
"""Codes of what is wrong with the form of a request."""

OF_ORDERS: dict[str, Explained] = {
    "challenge_missing": Explained(
        "An order with manual steps has no challenge yet", "Send `challenge` with the request to verify"
    ),
    "challenge_not_offered": Explained(
        "The CA does not offer this challenge for every name of the order", "Choose one that `detail` lists"
    ),
    "idna": Explained(
        "A part of the name cannot become an A-label, or begins as one (`xn--`, `ab--`) and is none (RFC 5890)",
        "Correct the name",
    ),
    "ip_address": Explained(
        "The name is an IP address", "Use a DNS name: Certkeeper orders no certificates for IP addresses"
    ),
    "name_count": Explained(
        "The order has no names, or too many", "Give at least one name, and split many among several orders"
    ),
    "no_delegation_zone": Explained(
        "The solver `delegated` needs a hosted zone, and the stack has none",
        "Set the stack's parameter `DelegationZone`, or choose another solver",
    ),
    "not_public": Explained(
        "The name does not end with a public suffix, and Let's Encrypt issues for public names only",
        "Order a public name, or set `AcmeDirectoryUrl` to a CA of your own",
    ),
    "outside_scope": Explained(
        "A name is not within the scope", "Order or upload it in a scope that covers it, or in the scope `all`"
    ),
    "public_suffix": Explained(
        "The name is a public suffix, such as `co.uk`, below which others register names", "Order a name below it"
    ),
    "redundant": Explained(
        "A wildcard of the same order covers the name, and the CA refuses both in one order", "Leave the name out"
    ),
    "reverse_zone": Explained(
        "The name is below `in-addr.arpa` or `ip6.arpa`, for which public CAs do not issue", "Use the host's name"
    ),
    "single_label": Explained(
        "The name has no dot, and no CA issues certificates for such names", "Give the full name"
    ),
    "solver_needs_dns": Explained(
        "`solver` is given, but `challenge` is not `dns-01`", "Choose `dns-01` as `challenge`, or leave `solver` out"
    ),
    "syntax": Explained(
        "The name is not a valid host name", "Use 1 to 63 letters, digits and inner hyphens between the dots"
    ),
    "too_many_labels": Explained(
        "The name has more parts between dots than the CA takes", "Use a name with at most as many as `detail` says"
    ),
    "too_long_to_delegate": Explained(
        "The name of the record in the delegation zone would be too long", "Choose another solver for this name"
    ),
    "underscore": Explained("A name with an underscore cannot be in a certificate", "Use a name without one"),
    "wildcard_needs_dns": Explained("`http-01` cannot prove a wildcard (RFC 8555, section 8.3)", "Choose `dns-01`"),
    "wildcard_place": Explained("The `*` is not the whole first part of the name", "Write it as `*.example.com`"),
}
"""Codes of what is wrong with an order, and of names elsewhere."""

OF_SCOPES_AND_SETTINGS: dict[str, Explained] = {
    "email_address": Explained("The text is not an e-mail address in ASCII", "Correct the address"),
    "not_among_names": Explained(
        "`domain` is not one of the certificate's names", "Choose one of the certificate's names"
    ),
    "notice_days_empty": Explained(
        "`notice_days` is empty", "Give at least one number of days, or leave the field out"
    ),
    "notice_days_many": Explained("`notice_days` has too many numbers", "Give at most as many as `detail` says"),
    "notice_days_out_of_bounds": Explained(
        "A number in `notice_days` is too small or too large", "Keep within the limits in `detail`"
    ),
    "notice_days_over_lifetime": Explained(
        "A number in `notice_days` is at least as large as the days for which the certificate is valid",
        "Give a smaller number",
    ),
    "notice_days_unsorted": Explained(
        "`notice_days` is not sorted from most to fewest, or repeats a number",
        "Sort the numbers, and remove repeated ones",
    ),
    "scope_built_in": Explained("The scope `all` cannot be changed", "Define a scope of another name"),
    "scope_name": Explained(
        "The name of the scope has characters that are not allowed", "Use lower-case letters, digits and inner hyphens"
    ),
    "wildcard_scope": Explained(
        "The domain of a scope is a wildcard", "Give the domain without `*.`; kind `zone` covers the names below it"
    ),
    "too_many_scopes": Explained(
        "The address is an administrator of too many scopes",
        "Add the address to the stack's parameter `AdministratorEmails`, which is notified of all scopes",
    ),
    "repeated_address": Explained("The address is in the list more than once", "Remove the repeated one"),
}
"""Codes of what is wrong with a scope, or with the settings of a certificate."""

OF_EXPORTS: dict[str, Explained] = {
    "not_of_format": Explained("The export's `format` does not have this field", "Leave `part` or `password` out"),
    "alias_characters": Explained(
        "The alias has characters that key stores do not have, such as emoji", "Use other characters"
    ),
    "password_characters": Explained("The password has characters that cannot be printed", "Remove them"),
    "password_length": Explained("The password is too short or too long", "Keep within the limits in `detail`"),
    "too_large_to_store": Explained(
        "Certificate, chain and key of an upload are larger than a secret in Secrets Manager can be",
        "Leave out certificates that the chain does not need",
    ),
}
"""Codes of what is wrong with an export, or with what an upload would store."""

VIOLATIONS: dict[str, dict[str, Explained]] = {
    "The form of a request": OF_FORM,
    "Names and orders": OF_ORDERS,
    "Scopes and settings": OF_SCOPES_AND_SETTINGS,
    "Exports and storage": OF_EXPORTS,
}
"""All of them by what they are about."""
