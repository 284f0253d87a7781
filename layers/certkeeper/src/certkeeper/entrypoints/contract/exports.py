"""Exports: a certificate is handed out, with its private key or without."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain.certificates.exports import (
    MAX_PASSWORD_CHARACTERS,
    MIN_PASSWORD_CHARACTERS,
    ExportFormat,
    ExportPart,
)
from certkeeper.entrypoints.contract.fields import CLOSED, EnumValues, Id, Moment, Text, Version
from certkeeper.entrypoints.contract.operations import Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE


@with_config(CLOSED)
class ExportCertificate(TypedDict):
    """In which form a certificate is handed out."""

    format: Annotated[
        ExportFormat,
        EnumValues(),
        Field(
            description="pem: a zip of cert.pem, chain.pem, fullchain.pem and privkey.pem, or one part; pfx: AES-256 "
            "and SHA-256; pfx_legacy: 3DES and SHA-1, for old Windows and Java; jks: Java's own key store; truststore: "
            "a JKS with the issuers; der: the certificate alone; p7b: the chain"
        ),
    ]
    part: NotRequired[
        Annotated[Annotated[ExportPart, EnumValues()] | None, Field(default=None, description="One file of pem")]
    ]
    password: NotRequired[
        Annotated[
            str | None,
            Field(
                default=None,
                description=f"{MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} characters; needed for pfx, "
                "pfx_legacy and jks, encrypts the key in pem, is that of a truststore (changeit unless given), and is "
                "refused for files that have none",
            ),
        ]
    ]
    version: NotRequired[Annotated[Version | None, Field(default=None, description="The current one unless given")]]
    reason: NotRequired[Annotated[Text | None, Field(default=None, description="Why, for the record")]]


@with_config(CLOSED)
class Export(TypedDict):
    """A file that holds a certificate."""

    certificate_id: Id
    certificate_name: str
    version: Annotated[int, Field(ge=1)]
    format: Annotated[ExportFormat, EnumValues()]
    file_name: Annotated[str, Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]*$", description="Safe on any disk")]
    media_type: str
    content: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]
    not_after: Moment
    fingerprint: Annotated[str, Field(description="SHA-256 of the certificate")]
    certificate: NotRequired[Annotated[str, Field(description="With pem as a whole: the same as texts")]]
    chain: NotRequired[str]
    fullchain: NotRequired[Annotated[str, Field(description="What a web server wants")]]
    private_key: NotRequired[
        Annotated[str, Field(description="PKCS#8; only in the zip, and encrypted, where a password is given")]
    ]


OPERATIONS = (
    Operation(
        "export_certificate",
        "certificates",
        "Hand out a certificate with its private key",
        roles=("Exporter", "Administrator"),
        description="The one answer of the API that may hold a private key. Who took it, when, from where and why is "
        f"recorded before it leaves. Forms that hold the key under a password want one of at least "
        f"{MIN_PASSWORD_CHARACTERS} characters; public parts want none.",
        body=Body(
            ExportCertificate,
            examples={
                "pem": {"format": "pem"},
                "pfx": {"format": "pfx", "password": "twelve or more", "reason": "the new load balancer"},
                "chain": {"format": "pem", "part": "fullchain"},
            },
        ),
        responses=(Response(200, "A file", Export),),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
