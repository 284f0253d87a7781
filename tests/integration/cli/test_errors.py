"""Errors of commands: a line or a few, the right exit status, and no traceback."""

from pathlib import Path

import pytest

from infra.local.processes.loopback import LOOPBACK
from tests.integration.cli import documents
from tests.integration.cli.conftest import Certkeeper, Outcome
from tests.integration.cli.every_command import ALL, SPEAKS_TO_NOBODY, TALKING, Known
from tests.integration.cli.fake_api import FakeApi, Reply, problem

each_command = pytest.mark.parametrize("known", ALL, ids=lambda known: known.name)
each_that_talks = pytest.mark.parametrize("known", TALKING, ids=lambda known: known.name)

NO_SUCH_STACK = b"""<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><Error><Type>Sender</Type>
<Code>%s</Code><Message>Stack with id certkeeper does not exist</Message></Error></ErrorResponse>"""


@pytest.fixture(autouse=True)
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file to upload, and its password."""
    (tmp_path / "brought.pfx").write_bytes(b"0\x82made up")
    monkeypatch.setenv("CERTKEEPER_PASSWORD", "made up")


def assert_explained(outcome: Outcome, status: int, *texts: str) -> None:
    """One message on standard error: it begins with Certkeeper's name, and says each of the texts."""
    assert outcome.status == status, outcome
    assert outcome.out == ""
    assert outcome.err.startswith("certkeeper: ")
    assert outcome.err.count("certkeeper: ") == 1
    for text in texts:
        assert text in outcome.err
    assert "Traceback" not in outcome.err
    assert "fault in Certkeeper" not in outcome.err
    assert "made-up-secret" not in outcome.err
    assert "\x1b" not in outcome.err


def assert_one_line(outcome: Outcome, status: int, *texts: str) -> None:
    """And the message is one line."""
    assert_explained(outcome, status, *texts)
    assert outcome.err.count("\n") == 1, outcome.err


def test_all_commands_talk_but_those_that_say_so() -> None:
    """Who is not in the tests below is named here."""
    assert {known.name for known in ALL} - {known.name for known in TALKING} == SPEAKS_TO_NOBODY


@each_command
def test_an_option_that_is_none(certkeeper: Certkeeper, known: Known) -> None:
    """Exit 2, and where the help is."""
    assert_one_line(certkeeper(*known.call(), "--no-such-option"), 2, "--no-such-option", "--help")


@each_command
def test_an_argument_too_many(certkeeper: Certkeeper, known: Known) -> None:
    """Exit 2; whoever takes any number of names is not meant."""
    if any(parameter.nargs == -1 for parameter in known.command.params):
        pytest.skip("takes any number")
    extra = [*known.call(), "one", "too many"]
    assert_one_line(certkeeper(*extra), 2)


@pytest.mark.parametrize("known", [one for one in ALL if one.needs_something], ids=lambda known: known.name)
def test_nothing_of_what_is_needed(certkeeper: Certkeeper, known: Known) -> None:
    """Exit 2."""
    assert_one_line(certkeeper(*known.incomplete()), 2, "Missing")


@pytest.mark.parametrize("known", [one for one in TALKING if one.has_scope], ids=lambda known: known.name)
@pytest.mark.parametrize("scope", ["../shop", "Shop", "", "a/b", "shop?", "\x1b[31m", "é"])
def test_a_scope_that_would_lead_elsewhere(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known, scope: str
) -> None:
    """Exit 2, and nothing is asked."""
    assert api_url
    assert_one_line(certkeeper(*known.call(), "--scope", scope), 2, "--scope")
    assert api.calls == []


@each_that_talks
def test_an_output_that_is_none(certkeeper: Certkeeper, known: Known) -> None:
    """Exit 2."""
    assert_one_line(certkeeper(*known.call(), "--output", "xml"), 2, "xml")


@each_that_talks
@pytest.mark.parametrize(
    "url",
    ["http://api.example/v1", "ftp://api.example", "no url", "https://", "https://[::", "https://a:b", "https://a/?x"],
)
def test_a_url_that_is_none_for_a_key(certkeeper: Certkeeper, known: Known, url: str) -> None:
    """A private key is among the answers: nothing but https leaves this machine."""
    assert_one_line(certkeeper(*known.call(), "--url", url), 2, "https://")


@each_that_talks
def test_an_api_that_cannot_be_reached(certkeeper: Certkeeper, nobody_there: str, known: Known) -> None:
    """Exit 1, which host, and what to check."""
    assert_one_line(certkeeper(*known.call(), "--url", nobody_there), 1, LOOPBACK, "cannot be reached", "check")


@each_that_talks
def test_no_credentials(certkeeper: Certkeeper, api_url: str, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1, and how to get some."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert_one_line(certkeeper(*known.call(), "--url", api_url), 1, "no AWS credentials", "sign in")


@each_that_talks
@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ExpiredTokenException", "expired"),
        ("UnrecognizedClientException", "does not know these"),
        ("InvalidSignatureException", "the clock"),
    ],
)
def test_credentials_that_the_api_refuses(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known, kind: str, text: str
) -> None:
    """Exit 1, and how to get others: expired, unknown, or of another secret."""
    refusal = problem(403, "unsigned", "The signature is not valid")
    api.always(Reply(403, refusal.document, headers={"x-amzn-ErrorType": kind}))
    assert_one_line(certkeeper(*known.call(), "--url", api_url), 1, text, "sign in")


@each_that_talks
def test_a_sign_in_that_has_expired_here(certkeeper: Certkeeper, api_url: str, known: Known, tmp_path: Path) -> None:
    """Exit 1: a profile of IAM Identity Center whose session is over."""
    (tmp_path / "config").write_text(
        "[profile work]\nsso_session = s\nsso_account_id = 123456789012\nsso_role_name = viewer\n"
        "[sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://example.awsapps.com/start\n"
    )
    assert_one_line(certkeeper(*known.call(), "--url", api_url, "--profile", "work"), 1, "cannot be used", "sign in")


@each_that_talks
def test_a_profile_that_is_not_there(certkeeper: Certkeeper, api_url: str, known: Known) -> None:
    """Exit 1, and where the profiles are."""
    assert_one_line(certkeeper(*known.call(), "--url", api_url, "--profile", "none"), 1, "none", "list-profiles")


@each_that_talks
def test_a_role_that_may_not(certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known) -> None:
    """Exit 1, the API's title, and who to ask."""
    api.always(problem(403, "forbidden", "The caller may not do this"))
    assert_explained(
        certkeeper(*known.call(), "--url", api_url), 1, "The caller may not do this", "ask an administrator"
    )


@each_that_talks
@pytest.mark.parametrize(
    ("code", "text"),
    [
        (b"ValidationError", "no stack certkeeper in eu-west-1"),
        (b"AccessDenied", "--url"),
        (b"ExpiredToken", "expired"),
    ],
)
def test_a_stack_that_cannot_be_looked_up(
    certkeeper: Certkeeper, api: FakeApi, monkeypatch: pytest.MonkeyPatch, known: Known, code: bytes, text: str
) -> None:
    """Exit 1: unknown, not to be seen by this role, or seen by nobody any more."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_CLOUDFORMATION", api.url)
    api.always(Reply(400, body=NO_SUCH_STACK % code, headers={"Content-Type": "text/xml"}))
    assert_one_line(certkeeper(*known.call()), 1, text)


@each_that_talks
def test_no_region(certkeeper: Certkeeper, known: Known, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1, and how to name one."""
    monkeypatch.delenv("AWS_REGION")
    assert_one_line(certkeeper(*known.call()), 1, "no AWS region", "--region")


@each_that_talks
@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, body=b"<html>sign in to the hotel's network</html>", headers={"Content-Type": "text/html"}),
        Reply(200, body=b""),
        Reply(200, body=b"\xff\xfe\x00"),
        Reply(200, body=b"[" * 100_000),
        Reply(200, ["a", "list"], strange=True),
        Reply(302, body=b"", headers={"Location": "https://elsewhere.example/"}),
        Reply(403, {"message": "Forbidden"}, strange=True),
        Reply(404, {"type": "about:blank", "title": "another API"}, strange=True),
        Reply(502, body=b"bad gateway", headers={"Content-Type": "text/plain"}),
    ],
    ids=["a page", "nothing", "no text", "deep", "a list", "elsewhere", "another stage", "another API", "a proxy"],
)
def test_an_answer_of_something_else(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known, reply: Reply
) -> None:
    """Exit 1, with what came."""
    api.always(reply)
    outcome = certkeeper(*known.call(), "--url", api_url)
    assert_one_line(outcome, 1, "not one of Certkeeper's API", f"HTTP {reply.status}", "check the URL")


@pytest.mark.parametrize("known", [one for one in TALKING if one.name != "console"], ids=lambda known: known.name)
@pytest.mark.parametrize(
    "document", [{}, {"items": [1]}, {"items": [{}]}, {"order_id": 1, "scope": "../x", "facts": 3}]
)
def test_a_document_of_another_shape(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known, document: dict[str, object]
) -> None:
    """Exit 1: a stack of another release, perhaps."""
    api.always(Reply(200, document, strange=True))
    outcome = certkeeper(*known.call(), "--url", api_url)
    assert_one_line(outcome, 1, "not")
    assert all("/../" not in call.path for call in api.calls)


@each_that_talks
def test_a_fault_of_the_api(certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known) -> None:
    """Exit 1, with what finds it in the log."""
    api.always(problem(500, "internal", "Something in Certkeeper is broken", instance="urn:uuid:1"))
    assert_explained(certkeeper(*known.call(), "--url", api_url), 1, "Something in Certkeeper is broken", "urn:uuid:1")


@pytest.mark.parametrize("command", ["list", "orders"])
@pytest.mark.parametrize("output", ["table", "json"])
def test_one_scope_of_several_that_cannot_be_read(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, command: str, output: str
) -> None:
    """Exit 1, which scope it is, and no list that would seem complete without it."""
    kind = {"list": "certificates", "orders": "orders"}[command]
    api.routes(
        {
            "GET /scopes": Reply(200, documents.page(documents.SCOPE, documents.SCOPE | {"scope": "vault"})),
            f"GET /scopes/shop/{kind}": Reply(200, documents.page()),
            f"GET /scopes/vault/{kind}": problem(403, "forbidden", "The caller may not do this"),
        }
    )
    outcome = certkeeper(command, "--url", api_url, "--output", output)
    assert_explained(outcome, 1, "The caller may not do this", f"the {kind} of scope vault could not be read")


@each_that_talks
def test_names_of_others_do_not_move_the_cursor(
    certkeeper: Certkeeper, api: FakeApi, api_url: str, known: Known
) -> None:
    """Escape sequences and overrides in a refusal are shown, not obeyed."""
    errors = [{"pointer": "/\x1b]0;owned\x07", "code": "\u202e", "detail": "\x9b2J"}]
    api.always(problem(422, "refused", "\x1b[2Jno", errors=errors))
    outcome = certkeeper(*known.call(), "--url", api_url)
    assert_explained(outcome, 1, "\\x1b[2Jno", "\\u202e", "\\x9b2J", "\\x1b]0;owned\\x07")
    assert not {"\x9b", "\u202e", "\x07"} & {*outcome.err}
