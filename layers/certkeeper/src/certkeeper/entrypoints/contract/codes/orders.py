"""Codes about orders: what a check of a challenge finds, and why an order ends without a certificate."""

from certkeeper.domain.dns.findings import FindingCode
from certkeeper.entrypoints.contract.codes import Explained

ANOTHER_ORDER = "then place a new order; Certkeeper repeats a renewal by itself"

HTTP_FINDINGS: dict[FindingCode, Explained] = {
    FindingCode.NO_ADDRESS: Explained("The host has no A or AAAA record", "Add one that leads to its web server"),
    FindingCode.PRIVATE_ADDRESS: Explained(
        "The host has no public IP address", "Give it a public address, or use `dns-01`"
    ),
    FindingCode.REFUSED: Explained("The host refuses connections", "Start the web server, and open port 80"),
    FindingCode.TIMEOUT: Explained(
        "The host does not answer in time", "Open port 80 to the whole internet in firewalls and filters"
    ),
    FindingCode.NOT_FOUND: Explained(
        "The host answers 404", "Redirect the challenge's path to Certkeeper's API, or put the expected text there"
    ),
    FindingCode.HTTP_STATUS: Explained(
        "The host answers with a status other than 200", "Exclude the path from logins and filters, and correct errors"
    ),
    FindingCode.WRONG_CONTENT: Explained(
        "The host answers with a text that the CA does not expect",
        "Serve the expected text at the path: exclude it from rules that serve a page for every path",
    ),
    FindingCode.REDIRECT_REFUSED: Explained(
        "The redirect leads to an address to which the CA does not connect",
        "Redirect to a complete http or https URL with a host name",
    ),
    FindingCode.REDIRECT_PORT: Explained(
        "The redirect leads to a port other than 80 and 443", "Redirect to port 80 or 443"
    ),
    FindingCode.TOO_MANY_REDIRECTS: Explained(
        "The redirects form a circle, or there are too many", "Redirect once, straight to Certkeeper's API"
    ),
    FindingCode.LOGIN_PAGE: Explained("The redirect leads to a login page", "Exclude the path from the login"),
    FindingCode.IPV6_DIFFERS: Explained(
        "The answer over IPv4 is right, but the one over IPv6 differs",
        "Make the server at the AAAA record give the same answer, or remove the record",
    ),
    FindingCode.UNREACHABLE: Explained(
        "The host cannot be reached, or does not speak TLS or HTTP",
        "Check the address, and the server that answers there",
    ),
}
DNS_FINDINGS: dict[FindingCode, Explained] = {
    FindingCode.NO_SUCH_NAME: Explained("The record's name does not exist", "Add the TXT record that the order shows"),
    FindingCode.NO_RECORD: Explained("The name has no TXT record", "Add the TXT record that the order shows"),
    FindingCode.WRONG_RECORD: Explained(
        "The TXT record has other values", "Add the expected value without quotes; other values may stay"
    ),
    FindingCode.STALE_RECORD: Explained(
        "The TXT record has the value of an earlier order", "Replace it with the value that this order shows"
    ),
    FindingCode.DOUBLED_NAME: Explained(
        "The DNS provider has appended the zone to a name that already ended with it", "Enter the name without the zone"
    ),
    FindingCode.SERVERS_DISAGREE: Explained(
        "Some name servers of the zone have the record, others do not", "Wait until all have it, then verify again"
    ),
    FindingCode.MISSING_CNAME: Explained(
        "The CNAME for the solver `delegated` is missing", "Add the CNAME that the order shows; it stays for renewals"
    ),
    FindingCode.WRONG_CNAME: Explained(
        "The CNAME points to a different name", "Point it to the name that the order shows; end the name with a dot"
    ),
    FindingCode.ENDLESS_CNAME: Explained(
        "The CNAMEs form a circle, or there are too many", "Point the CNAME directly to the name of the record"
    ),
}
COMMON_FINDINGS: dict[FindingCode, Explained] = {
    FindingCode.READY: Explained("What the CA needs is in place", "Nothing needs to be done"),
    FindingCode.SERVFAIL: Explained(
        "A name server fails, or the zone's DNSSEC signatures are not valid", "Repair the zone, or its DS record"
    ),
    FindingCode.LAME_DELEGATION: Explained(
        "The zone is delegated to a server that does not serve it", "Correct the NS records at the registrar"
    ),
    FindingCode.DNS_FAILURE: Explained(
        "The zone's name servers do not answer", "Open port 53 to the whole internet, over UDP and TCP"
    ),
    FindingCode.CAA_FORBIDS: Explained(
        "A CAA record forbids the CA to issue", "Add or change the CAA record as the finding says"
    ),
}
FINDINGS: dict[str, dict[FindingCode, Explained]] = {
    "Any challenge": COMMON_FINDINGS,
    "`http-01`": HTTP_FINDINGS,
    "`dns-01` and `dns-persist-01`": DNS_FINDINGS,
}
"""What a check has found, and what to do, by the challenge that it is about."""

FAILURES: dict[str, Explained] = {
    "account_binding": Explained(
        "The key that binds the ACME account to an account at the CA is missing or cannot be used",
        f"Correct the secret that `AcmeBindingSecret` names, {ANOTHER_ORDER}",
    ),
    "account_unknown": Explained(
        "The CA no longer knows Certkeeper's account", "Place a new order: it registers a new account"
    ),
    "ca_too_slow": Explained("The CA did not finish in time", f"Check the CA's status page, {ANOTHER_ORDER}"),
    "cancelled": Explained("The order was cancelled", "Place a new order, if a certificate is still needed"),
    "challenge_not_offered": Explained(
        "The CA does not offer the order's challenge for every name", f"Choose another challenge, {ANOTHER_ORDER}"
    ),
    "deadline_passed": Explained(
        "The order waited for a person until its deadline had passed",
        "Place a new order, and verify or issue it before its `deadline`",
    ),
    "directory_unusable": Explained(
        "The address of the CA is not an ACME directory, or its TLS certificate is not trusted",
        f"Correct `AcmeDirectoryUrl` or `AcmeDirectoryRootPem` as `detail` says, {ANOTHER_ORDER}",
    ),
    "dns_too_slow": Explained(
        "Route 53 did not update all its name servers in time",
        f"Check the AWS status page, {ANOTHER_ORDER}",
    ),
    "internal": Explained(
        "A function or a step failed unexpectedly",
        "Read the log that `detail` names. If the stack was changed, deploy it again; if not, report the failure",
    ),
    "machine_lost": Explained(
        "The Step Functions execution of the order ended without a result",
        "Check the executions of the state machine, and who stops them",
    ),
    "order_missing": Explained(
        "The order of a renewal is no longer in the table: somebody has deleted its row",
        "Nothing needs to be done: Certkeeper repeats the renewal by itself",
    ),
    "out_of_reach": Explained(
        "The CA or an AWS service gave no usable answer for so long that Certkeeper gave up",
        f"Check the status pages of the CA and of AWS, {ANOTHER_ORDER}",
    ),
    "profile_not_offered": Explained(
        "The CA does not offer the profile", f"Choose one that `detail` lists, or none, {ANOTHER_ORDER}"
    ),
    "refused_by_ca": Explained(
        "The CA refused the order; `detail` has its reason, and `acme_type` its ACME error type (RFC 8555, section "
        "6.7)",
        f"Correct what the CA names, {ANOTHER_ORDER}",
    ),
    "replaced_meanwhile": Explained(
        "The certificate got another version while this order renewed it", "Nothing needs to be done"
    ),
    "validation_failed": Explained(
        "The CA could not validate a name", f"Correct what `detail` says that the CA found, {ANOTHER_ORDER}"
    ),
    "wrong_certificate": Explained(
        "The CA issued a certificate that is not the one that was ordered", "Place a new order; report it to the CA"
    ),
    "zone_missing": Explained(
        "The name is in no public hosted zone to which Certkeeper may write",
        f"Create a hosted zone and delegate the domain to it, or choose another solver, {ANOTHER_ORDER}",
    ),
    "zone_not_delegated": Explained(
        "In the public DNS the name is not in the hosted zone, but in another one",
        f"Set the NS records that `detail` lists, {ANOTHER_ORDER}",
    ),
    "zone_unreachable": Explained(
        "The zone of the name cannot be found in the public DNS", f"Repair the delegation of the zone, {ANOTHER_ORDER}"
    ),
    "zone_refused": Explained(
        "Route 53 does not let Certkeeper read or write the zone", f"Change what `detail` names, {ANOTHER_ORDER}"
    ),
}
"""Why an order ended, by the code of its `failure`."""
