"""What API Gateway answers: refusals of its own, the responder, TLS and addresses."""

import secrets
import socket
import ssl
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpsession import URLLib3Session

from certkeeper_cli.words import PROBLEM_URN
from infra.probe.finding import Check, Finding, good, judged, not_known
from infra.probe.target import Target

SEE = "docs/reference/api.md"
RESPONDER = "/.well-known/acme-challenge/"
TIMEOUT_SECONDS = 35
"""More than the 29 s after which API Gateway itself answers 504."""
PROBLEM = "application/problem+json"
FORBIDDEN, NOT_FOUND = 403, 404
REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""RFC 9110 sections 15.4.2 to 15.4.9."""


def _get(target: Target, path: str, credentials: Credentials | None = None) -> tuple[int, str, str]:
    """The status, the media type and the body of an answer."""
    request = AWSRequest("GET", target.url + path)
    if credentials:
        SigV4Auth(credentials, "execute-api", target.location.region).add_auth(request)
    answer = URLLib3Session(timeout=TIMEOUT_SECONDS).send(request.prepare())
    return answer.status_code, answer.headers.get("Content-Type", "none"), answer.text


def _refusal(answer: tuple[int, str, str]) -> Finding:
    status, kind, body = answer
    return judged(
        is_good=status == FORBIDDEN and kind.startswith(PROBLEM) and PROBLEM_URN in body,
        came=f"HTTP {status}, {kind}, {body[:120]}",
        means_good="API Gateway sends the problem document of the template.",
        means_bad="Clients do not find the problem document: the gateway response has another form, or none.",
    )


def _unsigned(target: Target) -> Finding:
    """Call without a signature."""
    return _refusal(_get(target, "/scopes"))


def _badly_signed(target: Target) -> Finding:
    """Call with the signature of a key that does not exist."""
    return _refusal(_get(target, "/scopes", Credentials("AKIAIOSFODNN7EXAMPLE", "no-secret-at-all")))


def _signed(target: Target) -> Finding:
    """List the scopes, as the caller."""
    number = len(target.api.request("GET", "/scopes")["items"])
    return good(f"{number} scopes", "The caller may use the API, and the function behind it answers.")


def _responder(target: Target) -> Finding:
    """Ask for a token that there is not, as a CA would."""
    status, kind, body = _get(target, RESPONDER + secrets.token_urlsafe(32))
    return judged(
        is_good=status == NOT_FOUND,
        came=f"HTTP {status}, {kind}, {len(body)} characters",
        means_good="Anybody may ask, and an unknown token is not found.",
        means_bad="A CA would not find a token: the responder does not answer as it should.",
    )


def _tls(target: Target) -> Finding:
    """Shake hands with the API."""
    host = urlsplit(target.url).hostname or ""
    if not target.url.startswith("https:"):
        return not_known(f"{target.url} has no TLS", "This is not the API on AWS.")
    context = ssl.create_default_context()
    with (
        socket.create_connection((host, 443), timeout=TIMEOUT_SECONDS) as connection,
        context.wrap_socket(connection, server_hostname=host) as wrapped,
    ):
        return good(f"{wrapped.version()}, {(wrapped.cipher() or ('none',))[0]}", "Clients speak this version of TLS.")


def _ipv6(target: Target) -> Finding:
    """Resolve the name that was given."""
    name = target.options.name
    if not name:
        return not_known("no name was given (--name)", "Whether one of your names has IPv6 addresses is not known.")
    found = {kind: _addresses(name, family) for kind, family in (("A", socket.AF_INET), ("AAAA", socket.AF_INET6))}
    if not any(found.values()):
        return not_known("the name does not resolve here", "Whether it has IPv6 addresses is not known.")
    return judged(
        is_good=not found["AAAA"],
        came=", ".join(f"{number} {kind} records" for kind, number in found.items()),
        means_good="Certkeeper's check of http-01 goes where the CA goes.",
        means_bad="Lambda has no IPv6 here: Certkeeper checks the A records only, and a CA prefers AAAA. See that the"
        " redirect is at the AAAA address, too.",
    )


def _addresses(name: str, family: socket.AddressFamily) -> int:
    try:
        return len({each[4][0] for each in socket.getaddrinfo(name, 80, family, socket.SOCK_STREAM)})
    except socket.gaierror:
        return 0


def _redirect(target: Target) -> Finding:
    """Ask the site of the name for a token, as a CA would, and follow nothing."""
    name = target.options.name
    if not name:
        return not_known(
            "no name was given (--name)", "Whether one of your sites redirects to the responder is not known."
        )
    token = secrets.token_urlsafe(32)
    answer = URLLib3Session(timeout=TIMEOUT_SECONDS).send(
        AWSRequest("GET", f"http://{name}{RESPONDER}{token}").prepare()
    )
    location = answer.headers.get("Location", "nowhere")
    return judged(
        is_good=answer.status_code in REDIRECTS and location == target.url + RESPONDER + token,
        came=f"HTTP {answer.status_code} to {location}",
        means_good="A CA that validates this name over http-01 comes to the responder.",
        means_bad="A CA does not come to the responder by this name: set the redirect to the output ResponderUrl, with"
        " the token at its end.",
    )


CHECKS = (
    Check("Refusal of an unsigned call", "GET /scopes without a signature", SEE, _unsigned),
    Check("Refusal of a wrong signature", "GET /scopes, signed with a key that does not exist", SEE, _badly_signed),
    Check("A signed call", "GET /scopes, signed by the caller", "docs/guide/access.md", _signed),
    Check("The responder", "GET of an unknown token, unsigned", "docs/guide/order.md", _responder),
    Check("TLS of the API", "a TLS handshake with the API's host", "docs/operate/security.md", _tls),
    Check("Redirect of a site", "GET of a token at the name given with --name", "docs/guide/order.md", _redirect),
    Check("IPv6 of a name", "A and AAAA of the name given with --name", "docs/operate/limits.md", _ipv6),
)
