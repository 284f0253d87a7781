"""Orders and certificates in the states that tests begin with, stored by the adapters themselves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from certkeeper.domain.certificates.certificate import Bundle, CertificateFacts, CertificateVersion
from certkeeper.domain.clock import utc_now
from certkeeper.domain.orders.challenges import Challenge
from certkeeper.domain.orders.order import Authorization, Order, OrderStatus
from certkeeper.domain.renewal.plan import plan_of
from tests.integration.api.certificate_files import INTERMEDIATE, leaf

if TYPE_CHECKING:
    from tests.integration.api.conftest import Api

TOKEN = "evaGxfADs6pSRb2LAv9IZf17Dt3juxGJ-PCt92wr-oA"
THUMBPRINT = "9jg46WB3rR_AHD-EBXdN7cBkH1WOu0tA3M9fm21mqTI"
LEAF = leaf("www.shop.example")
PRIVATE_KEY = LEAF.key_pem


def placed(api: Api, name: str = "www.shop.example", *, scope: str = "shop", **wish: str) -> dict[str, Any]:
    """The document of an order that was just placed; its scope is put first."""
    if scope != "all":
        api.call("put_scope", scope=scope, body={"kind": "zone", "domain": f"{scope}.example"})
    answer = api.call("place_order", scope=scope, body={"names": [name], **wish})
    assert answer.status == 202, answer.text
    return answer.document


def opened(api: Api, *, status: str = "pending", **wish: str) -> Order:
    """An order that the CA knows: one name, both challenges, a week to go. `status` is the authorization's."""
    shown = placed(api, **wish)
    order = api.orders.get(shown["scope"], shown["order_id"])
    challenges = tuple(Challenge(type_, f"https://ca.example/{type_}", TOKEN) for type_ in ("http-01", "dns-01"))
    return api.orders.save(
        replace(
            order,
            url="https://ca.example/order/1",
            thumbprint=THUMBPRINT,
            deadline=order.created_at + timedelta(days=7),
            authorizations=(Authorization(order.names[0], "https://ca.example/authz/1", status, challenges),),
        )
    )


def verified(api: Api, **wish: str) -> Order:
    """An order whose names the CA has verified."""
    return api.orders.save(replace(opened(api, status="valid", **wish), status=OrderStatus.READY))


def issued(api: Api, name: str = "www.shop.example", *, days: int = 90, **wish: str) -> Order:
    """An order that has led to a certificate, which is good for so many days more."""
    shown = placed(api, name, **wish)
    order = api.orders.get(shown["scope"], shown["order_id"])
    facts = _facts(order.names[0], days)
    certificate, chain = LEAF.pem, INTERMEDIATE.pem
    api.vault.ensure_order_key(order.certificate_id, order.order_id, lambda: PRIVATE_KEY)
    bundle = Bundle(certificate, chain, PRIVATE_KEY, facts.not_after, facts.sha256)
    api.vault.publish(order.certificate_id, order.order_id, bundle)
    version = CertificateVersion(
        certificate_id=order.certificate_id,
        version=1,
        facts=facts,
        certificate_pem=certificate,
        chain_pem=chain,
        created_at=utc_now(),
        order_id=order.order_id,
        plan=plan_of(order),
    )
    return api.orders.commit(replace(order, status=OrderStatus.VALID, closed_at=utc_now()), version)


def _facts(name: str, days: int) -> CertificateFacts:
    end = utc_now() + timedelta(days=days, hours=1)
    return CertificateFacts(
        serial="5211466",
        subject=f"CN={name}",
        common_name=name,
        issuer="CN=Example CA",
        names=(name,),
        key_algorithm="EC P-256",
        key_bits=256,
        signature_algorithm="ecdsa-with-SHA256",
        x509_version=3,
        not_before=end - timedelta(days=90),
        not_after=end,
        sha256="ab" * 32,
        sha1="cd" * 20,
    )
