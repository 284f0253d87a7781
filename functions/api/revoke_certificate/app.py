"""POST /scopes/{scope}/certificates/{certificate_id}/revocation: has the CA take back what it has issued to us."""

from functools import cache

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.aws.eventbridge import EventBridgeBus
from certkeeper.adapters.dynamodb.accounts import DynamoAccounts
from certkeeper.adapters.dynamodb.certificate_changes import DynamoCertificateChanges
from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.keys import LibraryKeys
from certkeeper.adapters.secretsmanager.vault import SecretsManagerVault
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.http import path
from certkeeper.entrypoints.http.operation import operation
from certkeeper.entrypoints.http.request import Request
from certkeeper.entrypoints.http.response import Response, json_response
from certkeeper.entrypoints.requests.revocations import revocation
from certkeeper.entrypoints.views.certificates import certificate_view
from certkeeper.services.certificates.revoke_certificate import RevocationRequest, revoke_certificate

TALK_SECONDS = 15.0
"""For all that is asked of the CA: it leaves AWS the rest of what API Gateway waits."""


@cache
def _certificates() -> DynamoCertificates:
    return DynamoCertificates(settings.table_name(), client("dynamodb"))


@cache
def _stored() -> DynamoCertificateChanges:
    return DynamoCertificateChanges(settings.table_name(), client("dynamodb"))


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _accounts() -> DynamoAccounts:
    return DynamoAccounts(settings.table_name(), client("dynamodb"))


@cache
def _vault() -> SecretsManagerVault:
    return SecretsManagerVault(client("secretsmanager"), settings.secret_prefix())


@cache
def _ca() -> AcmeAuthority:
    return AcmeAuthority(settings.acme_directory_url(), root_pem=settings.acme_root_pem(), task_seconds=TALK_SECONDS)


@cache
def _event_bus() -> EventBridgeBus:
    return EventBridgeBus(client("events"), settings.event_bus_name(), settings.stack_id())


@operation("revoke_certificate")
def handler(request: Request) -> Response:
    """200: the certificate as it is now."""
    now = utc_now()
    reason, version = revocation(request)
    wish = RevocationRequest(
        scope=path.scope_name(request),
        certificate_id=path.identifier(request, "certificate"),
        reason=reason,
        version=version,
        caller=request.caller,
    )
    certificate = revoke_certificate(
        wish,
        certificates=_certificates(),
        stored=_stored(),
        orders=_orders(),
        accounts=_accounts(),
        vault=_vault(),
        keys=LibraryKeys(),
        ca=_ca(),
        event_bus=_event_bus(),
        now=now,
    )
    return json_response(200, certificate_view(certificate, now=now), revision=certificate.revision)
