"""Activations, with all that they need: one place for the two operations that activate."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from certkeeper.adapters.dynamodb.certificates import DynamoCertificates
from certkeeper.adapters.dynamodb.intents.activations import DynamoActivations
from certkeeper.adapters.dynamodb.scopes import DynamoScopes
from certkeeper.adapters.public_roots import public_roots
from certkeeper.adapters.secretsmanager.versions import SecretsManagerVersions
from certkeeper.adapters.uuid7 import new_uuid7
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.views.certificates import certificate_with_next_action_view
from certkeeper.entrypoints.wiring.events import event_bus
from certkeeper.entrypoints.wiring.storage import in_secrets, in_table
from certkeeper.services.certificates.activate_version import activate_version
from certkeeper.services.certificates.compare_versions import compare_versions
from certkeeper.services.notices.policies import NoticePolicies
from certkeeper.services.reading import versions_of

if TYPE_CHECKING:
    from datetime import datetime

    from certkeeper.entrypoints.contract.certificates import CertificateWithChain
    from certkeeper.services.certificates.activate_version import ActivationRequest


def activated(request: ActivationRequest, now: datetime) -> tuple[CertificateWithChain, int]:
    """Activate the version of a request, at `now`. Return the document of the answer, and the revision.

    Raises what `activate_version` raises.
    """
    certificates = in_table(DynamoCertificates)
    certificate = activate_version(
        request,
        certificates=certificates,
        activations=in_table(DynamoActivations),
        vault=in_secrets(SecretsManagerVersions),
        event_bus=event_bus(),
        compare=partial(compare_versions, roots=public_roots(), now=now),
        new_id=new_uuid7,
        now=now,
    )
    policy = NoticePolicies(in_table(DynamoScopes), settings.notice_days()).of(certificate)
    versions = versions_of(certificate, certificates)
    return certificate_with_next_action_view(certificate, versions, policy, now=now), certificate.revision
