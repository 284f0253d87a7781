"""The console's server: who may enter, what it refuses, and what it passes on."""

import json

import pytest

from certkeeper_cli.api.client import Answer
from certkeeper_cli.console.application import HEADERS
from certkeeper_cli.errors import CredentialsError, UnreachableError
from certkeeper_cli.words import MAX_UPLOAD_BYTES
from tests.unit.console.in_memory_console import HOST, ORIGIN, Console

CERTIFICATES = "api/scopes/shop/certificates"
FROM_A_FILE = {"sec_fetch_site": "cross-site", "sec_fetch_mode": "navigate", "sec_fetch_dest": "document"}
"""What Chromium 156 sends where a page under file:// leads to an address; no Origin and no Referer."""
TRAVERSALS = (
    "../../etc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "js/../../server.py",
    "js%2f..%2f..%2fserver.py",
    "..%5c..%5cserver.py",
    "api/../index.html",
    "api/scopes/%2e%2e/%2e%2e/latest/meta-data",
    "api/scopes/../../latest",
    "api/scopes//orders",
    "api/other",
    "api/scopesx",
    "js/main.js/",
    "./index.html",
)


@pytest.fixture
def console() -> Console:
    """One that was entered."""
    made = Console()
    assert made.enter().status == 303
    return made


def test_the_address_lets_one_browser_in_once() -> None:
    """It becomes two cookies, for the API's path and for itself, of its own site only, out of reach of scripts."""
    console = Console()
    entered = console.enter()
    assert entered.headers["Location"] == console.admission.place
    values, attributes = zip(*(cookie.split("; ", 1) for cookie in entered.cookies), strict=True)
    paths = (console.admission.place, f"/enter/{console.admission.token}")
    assert attributes == tuple(f"Path={path}; HttpOnly; SameSite=Strict" for path in paths)
    assert not any(console.admission.token in value for value in values)
    assert len({value.partition("=")[2] for value in values}) == 2
    assert console.ask("GET", console.below("")).status == 200


@pytest.mark.parametrize("token", ["", "random", "random1x", "RANDOM1", "random1/", "random1%00", "\u00e9"])
def test_another_token_lets_nobody_in(token: str) -> None:
    """And does not use up the right one."""
    console = Console()
    assert console.admission.token == "random1"
    for headers in ({}, FROM_A_FILE):
        refused = console.ask("GET", f"/enter/{token}", b"", "", **headers)
        assert (refused.status, b"random1" in refused.body) == (403, False)
    assert console.enter().status == 303


@pytest.mark.parametrize("token", ["", "random", "random1x", "random2", "random3"])
def test_another_token_ends_nothing(console: Console, token: str) -> None:
    """Every user of this machine can send one, and must not be able to end the console."""
    assert console.ask("GET", f"/enter/{token}", cookie="").status == 403
    assert console.ask("GET", console.below(CERTIFICATES)).status == 200
    assert not console.admission.has_ended


def test_a_second_browser_ends_the_console(console: Console) -> None:
    """Neither of the two is answered any more, and nothing is signed: nobody can say which is the person's."""
    again = console.open()
    assert (again.status, again.cookies, b"second time" in again.body) == (403, (), True)
    assert console.admission.has_ended
    for path in ("", "about.json", CERTIFICATES):
        assert console.ask("GET", console.below(path)).status == 403
    assert json.loads(console.ask("GET", console.below(CERTIFICATES)).body)["type"].endswith(":opened-again")
    assert console.enter().status == 403
    assert not console.api.calls


@pytest.mark.parametrize(
    "cookie", ["certkeeper_entrance=x", "certkeeper_entrance=random2", "certkeeper_console=random2"]
)
def test_another_cookie_does_not_make_a_second_browser_the_first(console: Console, cookie: str) -> None:
    """Not even that of the page, which no browser sends to the address."""
    assert console.open(cookie).status == 403
    assert console.admission.has_ended


def test_the_browser_that_is_let_in_may_open_the_address_again(console: Console) -> None:
    """It is led to the page, as often as it likes, and is given no cookie twice."""
    for _ in range(3):
        again = console.enter()
        assert (again.status, again.headers["Location"], again.cookies) == (303, console.admission.place, ())
    assert console.ask("GET", console.below(CERTIFICATES)).status == 200


def test_what_the_api_says_after_the_end_is_not_passed_back() -> None:
    """A call that was under way when a second browser came: it may be an export, for a stranger."""
    console = Console(Answer(200, {"content-type": "application/json"}, b"private key"))
    console.enter()
    console.api.meanwhile = console.open
    answer = console.ask("POST", console.below(CERTIFICATES))
    assert (answer.status, b"private key" in answer.body) == (403, False)
    assert len(console.api.calls) == 1


def test_that_somebody_was_let_in_is_reported_once(console: Console) -> None:
    """Not for another token, and not for the second time."""
    assert console.entered == 1
    console.ask("GET", "/enter/x")
    console.enter()
    console.open()
    assert console.entered == 1


def test_from_a_file_the_browser_is_sent_back_to_ask_again() -> None:
    """From a page of the console, for only then it sends its cookies; the token is not used before that."""
    console = Console()
    path = console.application.address.removeprefix(ORIGIN)
    for _ in range(2):
        reported = console.open(**FROM_A_FILE)
        assert (reported.status, reported.content_type, reported.cookies) == (200, "text/html; charset=utf-8", ())
        assert f'content="0; url={path}"' in reported.body.decode()
    assert console.entered == 0
    assert console.enter().status == 303
    assert console.open(**FROM_A_FILE).status == 200
    assert console.ask("GET", console.below("")).status == 200


@pytest.mark.parametrize(
    "changed",
    [
        {"sec_fetch_mode": "no-cors", "sec_fetch_dest": "image"},
        {"sec_fetch_mode": "cors", "sec_fetch_dest": "empty"},
        {"sec_fetch_dest": "iframe"},
        {"sec_fetch_mode": ""},
        {"sec_fetch_dest": ""},
        {"sec_fetch_site": "same-site"},
        {"origin": "null"},
        {"origin": "file://"},
        {"host": "localhost:4711"},
    ],
    ids=str,
)
def test_from_elsewhere_only_a_whole_window_is_led_to_the_entrance(changed: dict[str, str]) -> None:
    """Pictures, scripts, frames and other hosts are refused before the token is checked."""
    console = Console()
    refused = console.open(**{**FROM_A_FILE, **changed})
    assert (refused.status in {403, 421}, b"random" in refused.body) == (True, False)
    assert console.enter().status == 303


@pytest.mark.parametrize("path", ["", "js/main.js", CERTIFICATES, "about.json"])
def test_from_a_file_the_entrance_alone_can_be_reached(console: Console, path: str) -> None:
    """With the cookie as well: no browser would send it."""
    assert console.ask("GET", console.below(path), b"", "", **FROM_A_FILE).status == 403
    assert not console.api.calls


@pytest.mark.parametrize("method", ["HEAD", "POST", "OPTIONS"])
def test_a_preview_does_not_use_the_token_up(method: str) -> None:
    """Nor does anything else but opening the address."""
    console = Console()
    path = console.application.address.removeprefix(ORIGIN)
    for headers in ({}, FROM_A_FILE):
        assert console.ask(method, path, b"", "", **headers).status in {403, 405}
    assert console.enter().status == 303


@pytest.mark.parametrize("path", ["", "js/main.js", CERTIFICATES, "about.json"])
@pytest.mark.parametrize(
    "cookie", ["", "certkeeper_console=", "certkeeper_console=random2x", "random2", 'a="', "certkeeper_console=\u00e9"]
)
def test_without_the_cookie_there_is_nothing(console: Console, path: str, cookie: str) -> None:
    """Not the page, not a call."""
    assert console.ask("GET", console.below(path), cookie=cookie).status == 403
    assert not console.api.calls


@pytest.mark.parametrize(
    "host",
    ["", "localhost:4711", "127.0.0.1", "127.0.0.1:80", "rebound.example.test:4711", f"{HOST}, {HOST}", f"{HOST}."],
)
@pytest.mark.parametrize("path", ["", CERTIFICATES])
def test_another_host_is_refused(console: Console, path: str, host: str) -> None:
    """A stranger's name that leads to the loopback is refused, even with the cookie."""
    assert console.ask("GET", console.below(path), host=host).status == 421
    assert not console.api.calls


@pytest.mark.parametrize(
    "origin",
    [
        "https://127.0.0.1:4711",
        "http://127.0.0.1",
        "http://localhost:4711",
        "https://evil.example.test",
        "null",
        f"{ORIGIN}/",
    ],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
def test_another_origin_is_refused(console: Console, method: str, origin: str) -> None:
    """Even one with the cookie, and even to read."""
    assert console.ask(method, console.below(CERTIFICATES), origin=origin).status == 403
    assert not console.api.calls


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_what_may_change_something_names_its_origin(console: Console, method: str) -> None:
    """No browser leaves it out."""
    assert console.ask(method, console.below(CERTIFICATES), origin="").status == 403
    assert not console.api.calls


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_sites_pictures_and_links_are_refused(console: Console, site: str) -> None:
    """Another port of this machine is the same site, and another origin."""
    assert console.ask("GET", console.below(""), sec_fetch_site=site).status == 403


@pytest.mark.parametrize("path", TRAVERSALS)
def test_a_path_outside_its_own_is_not_there(console: Console, path: str) -> None:
    """However it is written; and nothing of it reaches the API."""
    assert console.ask("GET", console.below(path)).status == 404
    assert not console.api.calls


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/api/scopes", "//", "*", "http://evil.example.test/", "/random0"]
)
def test_all_that_there_is_is_below_a_path_that_nobody_can_guess(console: Console, path: str) -> None:
    """The cookie is bound to it, for cookies know no ports."""
    assert console.ask("GET", path).status == 404


@pytest.mark.parametrize("method", ["POST", "HEAD", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"])
def test_another_method_is_refused(console: Console, method: str) -> None:
    """Of the page all but GET, of a call what the API does not know."""
    assert console.ask(method, console.below("")).status == 405
    if method != "POST":
        refused = console.ask(method, console.below(CERTIFICATES))
        assert (refused.status, refused.headers["Allow"]) == (405, "GET, POST, PUT, PATCH, DELETE")
    assert not console.api.calls


def test_a_body_over_the_limit_is_refused(console: Console) -> None:
    """One byte less goes on."""
    assert console.ask("POST", console.below(CERTIFICATES), b"x" * (MAX_UPLOAD_BYTES + 1)).status == 413
    assert not console.api.calls
    assert console.ask("POST", console.below(CERTIFICATES), b"x" * MAX_UPLOAD_BYTES).status == 200


def test_a_call_is_passed_on_as_it_is(console: Console) -> None:
    """Method, path, query, body and three headers; neither the cookie nor the origin leaves this machine."""
    headers = {"content_type": "application/json", "idempotency_key": "k", "if_match": '"3"', "x_more": "no"}
    console.ask("PATCH", console.below(f"{CERTIFICATES}/0198"), b"{}", "search=a%20b&limit=5", **headers)
    (call,) = console.api.calls
    sent = {"Content-Type": "application/json", "Idempotency-Key": "k", "If-Match": '"3"'}
    assert call == ("PATCH", "/scopes/shop/certificates/0198", b"{}", (("search", "a b"), ("limit", "5")), sent)


def test_an_answer_is_passed_back_as_it_is() -> None:
    """With the headers that the page reads, and no other."""
    headers = {
        "content-type": "application/problem+json",
        "retry-after": "7",
        "etag": '"3"',
        "location": "x",
        "set-cookie": "a=b",
    }
    console = Console(Answer(429, headers, b'{"title": "soon"}'))
    console.enter()
    answer = console.ask("GET", console.below(CERTIFICATES))
    assert (answer.status, answer.content_type, answer.body) == (429, "application/problem+json", b'{"title": "soon"}')
    assert answer.headers == {"Retry-After": "7", "ETag": '"3"', "Location": "x"}


def test_an_api_that_does_not_answer_is_explained_to_the_page() -> None:
    """As a problem document, with what to do next."""
    console = Console(UnreachableError("nothing answers there", "check the network"))
    console.enter()
    answer = console.ask("GET", console.below(CERTIFICATES))
    assert (answer.status, answer.content_type) == (502, "application/problem+json")
    assert json.loads(answer.body)["detail"] == "nothing answers there; check the network"


def test_the_browser_is_asked_to_trust_nothing_but_the_console() -> None:
    """No inline script or style, nothing of another site, no frame, no cache, no guess of a type."""
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert {policy[f"{kind}-src"] for kind in ("script", "style", "img", "connect")} == {"'self'"}
    assert HEADERS["Cache-Control"] == "no-store"
    assert HEADERS["X-Content-Type-Options"] == "nosniff"


def test_no_secret_of_the_console_is_in_what_is_printed_of_it(console: Console) -> None:
    """A request or an answer in a log or a traceback shows no body, and no cookie that lets somebody in."""
    assert "hunter2" not in repr(console.ask("POST", console.below(CERTIFICATES), b"hunter2"))
    assert "hunter2" not in repr(Console(Answer(200, {}, b"hunter2")).enter())
    entered = Console().enter()
    assert not [cookie for cookie in entered.cookies if cookie.partition(";")[0].partition("=")[2] in repr(entered)]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("ExpiredTokenException", b"have expired"),
        ("UnrecognizedClientException:http://internal.amazon.com/", b"does not know these"),
        ("InvalidSignatureException", b"the signature is not valid"),
    ],
)
def test_credentials_that_the_api_refuses_are_explained_to_the_page(kind: str, reason: bytes) -> None:
    """As a problem of its own and not as a 403, which is a policy's; with what to do next."""
    console = Console(Answer(403, {"x-amzn-errortype": kind}, b'{"title": "The signature is not valid"}'))
    console.enter()
    answer = console.ask("GET", console.below(CERTIFICATES))
    assert (answer.status, answer.content_type) == (502, "application/problem+json")
    assert json.loads(answer.body)["type"] == "urn:certkeeper:console:credentials-refused"
    assert reason in answer.body
    assert b"aws sso login" in answer.body


def test_credentials_that_cannot_sign_are_explained_to_the_page() -> None:
    """The same: a sign-in that has ended here is no API that is out of reach."""
    console = Console(CredentialsError("the AWS credentials cannot be used: the token has expired", "sign in"))
    console.enter()
    problem = json.loads(console.ask("GET", console.below(CERTIFICATES)).body)
    assert problem["type"] == "urn:certkeeper:console:credentials-refused"
    assert "the token has expired" in problem["detail"]


def test_a_policy_that_denies_is_passed_back_as_it_is() -> None:
    """The credentials are good, and the page asks for a scope that they may read."""
    denied = Answer(403, {"x-amzn-errortype": "AccessDeniedException"}, b'{"type": "urn:certkeeper:problem:forbidden"}')
    console = Console(denied)
    console.enter()
    answer = console.ask("GET", console.below(CERTIFICATES))
    assert (answer.status, answer.body) == (403, denied.body)
