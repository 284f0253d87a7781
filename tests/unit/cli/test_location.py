"""The URL of the API, and the region that requests are signed for."""

import pytest

from certkeeper_cli.api.location import Location, locate
from certkeeper_cli.api.session import session
from certkeeper_cli.errors import LocationError, UsageError

IN_IRELAND = "https://abc123.execute-api.eu-west-1.amazonaws.com/v1"


@pytest.fixture(autouse=True)
def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the person who runs the tests."""
    for name in ("AWS_PROFILE", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", "nowhere")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "nowhere")


@pytest.mark.parametrize(
    ("url", "region"),
    [
        (IN_IRELAND, "eu-west-1"),
        ("https://abc.execute-api.cn-north-1.amazonaws.com.cn/v1", "cn-north-1"),
        ("https://abc-vpce1.execute-api.us-gov-west-1.amazonaws.com/v1", "us-gov-west-1"),
        ("https://abc.execute-api.eusc-de-east-1.amazonaws.eu/v1", "eusc-de-east-1"),
        ("https://abc.execute-api.us-iso-east-1.c2s.ic.gov/v1", "us-iso-east-1"),
        ("https://abc.execute-api.eu-central-99.amazonaws.com/v1", "eu-central-99"),
        ("https://abc.execute-api.cn-north-1.amazonaws.com/v1", "us-east-1"),
        ("https://abc.execute-api.eu-west-1.amazonaws.eu/v1", "us-east-1"),
        ("https://abc.execute-api.nowhere.amazonaws.com/v1", "us-east-1"),
        ("https://certificates.example.com", "us-east-1"),
        ("https://abc.execute-api.eu-west-1.amazonaws.com.evil.example/v1", "us-east-1"),
        ("http://127.0.0.1:4566/_aws/execute-api/abc/v1", "us-east-1"),
        ("http://[::1]:4566/_aws/execute-api/abc/v1", "us-east-1"),
    ],
)
def test_a_url_names_the_region_where_it_is_of_api_gateway(url: str, region: str) -> None:
    """Else the session's counts."""
    assert locate(session(None, "us-east-1"), url=url) == Location(url, region)


def test_a_url_of_api_gateway_needs_no_region() -> None:
    """Another needs one."""
    assert locate(session(), url=IN_IRELAND).region == "eu-west-1"
    with pytest.raises(LocationError):
        locate(session(), url="https://certificates.example.com")


@pytest.mark.parametrize("name", ["AWS_REGION", "AWS_DEFAULT_REGION"])
def test_both_names_of_the_variable_count(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """The tools of AWS do not agree on one."""
    monkeypatch.setenv(name, "eu-central-1")
    assert locate(session(), url="https://certificates.example.com").region == "eu-central-1"


@pytest.mark.parametrize("url", ["http://localhost.example/v1", "http://10.0.0.1/v1", "//abc", "abc.example/v1"])
def test_plain_http_goes_to_this_machine_only(url: str) -> None:
    """An export's answer is a private key."""
    with pytest.raises(UsageError):
        locate(session(None, "us-east-1"), url=url)
