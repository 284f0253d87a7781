"""An ACME directory as the issuance tasks use it: one object per process, and one session per task."""

from __future__ import annotations

import time
from collections import Counter
from functools import cached_property, partial
from typing import TYPE_CHECKING

from certkeeper.adapters.acme import messages
from certkeeper.adapters.acme.conversation import Conversation
from certkeeper.adapters.acme.directory import Directory
from certkeeper.adapters.acme.network import Network
from certkeeper.adapters.acme.session import AcmeSession
from certkeeper.adapters.acme.signing import AccountKey
from certkeeper.adapters.acme.tls import Trust, trust
from certkeeper.adapters.deadline import Deadline
from certkeeper.domain.clock import Clock, utc_now
from certkeeper.domain.errors import AccountBindingError
from certkeeper.ports.certificate_authority import Account

if TYPE_CHECKING:
    from collections.abc import Callable

    from certkeeper.adapters.deadline import Monotonic
    from certkeeper.ports.certificate_authority import DirectoryMetadata, ExternalAccount

    Binding = Callable[[], ExternalAccount]

BINDING_MISSING = (
    "the CA requires external account binding (RFC 8555 section 7.3.4); store the key identifier and the HMAC key that "
    "the CA gives you in a secret, and name that secret in the stack's parameter AcmeBindingSecret"
)
"""The message of AccountBindingError for a CA that asks for external account binding, where none is set."""
TASK_SECONDS = 100.0
"""The time of one session, for all its requests.

An order of 100 names sends 200; the functions that speak ACME may run for 120 s.
"""


class AcmeAuthority:
    """The CA behind one ACME directory; fulfils `ports.certificate_authority.CertificateAuthority`.

    `root_pem` are certificates to trust for the directory's own TLS in place of the public ones, for a private CA.
    `contact` are e-mail addresses with commas between them, or empty. `binding` returns the key of the external account
    that a new account is bound to; it is called only when an account is registered. `task_seconds` is the time that
    each session has from its creation on. `request_counts` counts the requests of all sessions by method.
    """

    def __init__(
        self,
        directory_url: str,
        *,
        root_pem: str = "",
        contact: str = "",
        binding: Binding | None = None,
        task_seconds: float = TASK_SECONDS,
        clock: Clock = utc_now,
        monotonic: Monotonic = time.monotonic,
    ) -> None:
        self.directory_url = directory_url
        self.request_counts: Counter[str] = Counter()
        self._root_pem = root_pem
        self._contact = contact
        self._binding = binding
        self._deadline = partial(Deadline, task_seconds, monotonic=monotonic)
        self._clock = clock
        self._directory: Directory | None = None

    def metadata(self) -> DirectoryMetadata:
        """Return what the directory says of the CA.

        Its profiles, its CAA names, and whether it requires an external account.

        Raises TransientError if the directory cannot be reached, AcmeDirectoryError if what answers is none or is not
        trusted.
        """
        return self._ensure_directory(Network(self._tls, self._deadline(), self.request_counts)).metadata

    def register(self, key_pem: str) -> Account:
        """Create the account of a key, or find it, and return it: newAccount, RFC 8555 section 7.3.

        The key (PEM) signs alone, because there is no account URL yet. Raises AccountBindingError if the CA requires an
        external account and none is set, and AcmeProblemError if the CA refuses.
        """
        key = AccountKey(key_pem)
        conversation = self._conversation(key, None)
        url = conversation.directory().new_account
        binding = key.external_account_binding(self._binding(), url) if self._binding else None
        if binding is None and conversation.directory().metadata.external_account_required:
            raise AccountBindingError(BINDING_MISSING)
        response = conversation.post(url, messages.new_account(self._contact, binding))
        return Account(self.directory_url, response.location(), key.thumbprint)

    def session(self, account_url: str, key_pem: str) -> AcmeSession:
        """Return a session as the account with this URL and key (PEM); it asks the CA nothing yet."""
        return AcmeSession(self._conversation(AccountKey(key_pem), account_url))

    @cached_property
    def _tls(self) -> Trust:
        return trust(self._root_pem)

    def _conversation(self, key: AccountKey, account_url: str | None) -> Conversation:
        network = Network(self._tls, self._deadline(), self.request_counts)
        return Conversation(network, partial(self._ensure_directory, network), key, account_url, self._clock)

    def _ensure_directory(self, network: Network) -> Directory:
        """Return the directory, which is read once per process.

        It rarely changes, and each order would read it seven times.
        """
        if self._directory is None:
            response = network.request("GET", self.directory_url)
            self._directory = Directory.of(response, self._clock())
        return self._directory
