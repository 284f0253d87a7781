"""A console before a scripted API, and a guest in it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from certkeeper_cli.console.server import Server
from tests.integration.console.browser import Guest, let_in, made_up_api, new_context, open_browser, running_console
from tests.integration.console.populated_api import populate
from tests.integration.console.scripted_api import ScriptedApi


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all tests of the page."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def api() -> Iterator[ScriptedApi]:
    """With something of everything, all of it as the contract has it."""
    api = ScriptedApi()
    populate(api)
    yield api
    api.stop()
    assert api.drift == []


@pytest.fixture
def console(api: ScriptedApi) -> Iterator[Server]:
    """A console that nobody has entered."""
    with running_console(made_up_api(api.url)) as server:
        yield server


@pytest.fixture
def guest(browser: Browser, console: Server) -> Iterator[Guest]:
    """Who has entered; the browser has nothing to complain of until the end."""
    context = new_context(browser)
    guest = let_in(context, console)
    yield guest
    context.close()
    assert not guest.complaints
