"""OpenOrder: account, key and order at the CA."""

from functools import cache, partial

from certkeeper.adapters.acme.authority import AcmeAuthority
from certkeeper.adapters.aws.clients import client
from certkeeper.adapters.dynamodb.orders import DynamoOrders
from certkeeper.adapters.keys import LibraryKeys
from certkeeper.adapters.lookout.dns.public_dns import LookoutPublicDns
from certkeeper.adapters.route53.client import route53
from certkeeper.adapters.route53.txt_records import Route53TxtRecords
from certkeeper.adapters.secretsmanager.binding_secret import BindingSecret
from certkeeper.domain.clock import utc_now
from certkeeper.entrypoints import our_account, settings
from certkeeper.entrypoints.task import TaskInput, task
from certkeeper.services.issuance.find_zones import find_zones
from certkeeper.services.issuance.open_order import open_order


@cache
def _orders() -> DynamoOrders:
    return DynamoOrders(settings.table_name(), client("dynamodb"))


@cache
def _ca() -> AcmeAuthority:
    secret = settings.acme_binding_secret()
    return AcmeAuthority(
        settings.acme_directory_url(),
        root_pem=settings.acme_root_pem(),
        contact=settings.acme_contact(),
        binding=BindingSecret(client("secretsmanager"), secret) if secret else None,
    )


@cache
def _txt_records() -> Route53TxtRecords:
    return Route53TxtRecords(partial(route53, settings.dns_role_arn(), settings.dns_external_id()))


@task
def handler(given: TaskInput) -> None:
    """Goes on where an earlier try stopped. No order is asked for that our records could not prove."""
    find_zones(
        given.scope,
        given.order_id,
        orders=_orders(),
        txt_records=_txt_records(),
        public_dns=LookoutPublicDns(nameserver=settings.check_nameserver()),
        now=utc_now(),
    )
    open_order(
        given.scope,
        given.order_id,
        orders=_orders(),
        accounts=our_account.accounts(),
        vault=our_account.vault(),
        ca=_ca(),
        keys=LibraryKeys(),
        lifetime=settings.order_lifetime(),
        default_profile=settings.acme_profile(),
        now=utc_now(),
    )
