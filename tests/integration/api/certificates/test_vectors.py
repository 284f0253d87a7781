"""Files of `cryptography-vectors`, which nobody here wrote, sent to the API: each ends as the manifest says."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from tests.unit.x509.vectors.manifest import MANIFEST, SOUND, VECTORS, Group

if TYPE_CHECKING:
    from tests.integration.api.conftest import Answer, Api

MAX_PER_REQUEST = 20
"""Files in one test, and in one account: moto copies a table for each transaction."""
SOUND_FILES = [
    pytest.param(group, group.files[start : start + MAX_PER_REQUEST], id=f"{group.why} {group.password} {start}")
    for group in MANIFEST
    if group.expected == SOUND
    for start in range(0, len(group.files), MAX_PER_REQUEST)
]
WITH_NAME = "x509/PKITS_data/pkcs12/ValidDNSnameConstraintsTest30EE.p12"
"""A certificate for testserver.testcertificates.gov."""
REFUSED = [group for group in MANIFEST if group.expected != SOUND]


def send(api: Api, file: str, group: Group, scope: str = "all") -> Answer:
    """Uploads the file alone: as text where it is one, as a browser sends it where it is not."""
    content = (VECTORS / file).read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = b64encode(content).decode()
    body: dict[str, Any] = {"form": "pfx", "pfx": text, "password": group.password or "", "expired_allowed": True}
    return api.call("upload_certificate", scope=scope, body={**body, "certificate_name": file[-100:]})


@pytest.mark.parametrize(("group", "files"), SOUND_FILES)
def test_what_is_sound_is_kept(api: Api, group: Group, files: tuple[str, ...]) -> None:
    """In the scope of all names; a certificate that came before, in another file, is a conflict that says where."""
    kept: set[str] = set()
    for file in files:
        answer = send(api, file, group)
        assert answer.status in {201, 409}, (file, answer.text)
        assert (answer.document["certificate_id"] in kept) == (answer.status == 409), (file, answer.text)
        kept.add(answer.document["certificate_id"])


@pytest.mark.parametrize(("domain", "codes"), [("testcertificates.gov", []), ("shop.example", ["outside_scope"])])
def test_what_is_sound_is_kept_where_its_names_may_be_alone(api: Api, domain: str, codes: list[str]) -> None:
    """One of the few files with a DNS name, in the scope of a domain."""
    api.call("put_scope", scope="shop", body={"kind": "zone", "domain": domain})
    (group,) = [group for group in MANIFEST if WITH_NAME in group.files]
    answer = send(api, WITH_NAME, group, scope="shop")
    assert (answer.status, [error["code"] for error in answer.document.get("errors", ())]) == (
        422 if codes else 201,
        codes,
    )


@pytest.mark.parametrize("group", REFUSED, ids=lambda group: f"{group.expected}: {group.why} {group.password}")
def test_what_is_not_sound_is_refused_with_its_code(api: Api, group: Group) -> None:
    """The smallest file of each reason, with the code that the reader gives, and nothing is kept."""
    file = min(group.files, key=lambda name: (VECTORS / name).stat().st_size)
    answer = send(api, file, group)
    assert answer.status == 422, (file, answer.text)
    assert [error["code"] for error in answer.document["errors"]] == [group.expected], file
    assert api.rows() == []
