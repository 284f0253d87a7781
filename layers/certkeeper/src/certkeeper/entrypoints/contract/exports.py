"""Documents and operations of exports: a certificate with its private key or without."""

from typing import Annotated, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypedDict

from certkeeper.domain.certificates.exports import (
    MAX_PASSWORD_CHARACTERS,
    MIN_PASSWORD_CHARACTERS,
    ExportFormat,
    ExportPart,
)
from certkeeper.entrypoints.contract.fields import CLOSED, Alias, EnumValues, Id, Moment, Remark, Text, Version
from certkeeper.entrypoints.contract.operations import Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE


@with_config(CLOSED)
class ExportCertificate(TypedDict):
    """The form in which a certificate is exported."""

    format: Annotated[
        ExportFormat,
        EnumValues(),
        Field(
            description="pem: a zip of cert.pem, chain.pem, fullchain.pem and privkey.pem, or one of them; pfx: "
            "PKCS#12 with AES-256 and SHA-256; pfx_legacy: PKCS#12 with 3DES and SHA-1, for old Windows and Java; jks: "
            "Java's own key store; truststore: a JKS with the issuers; der: the certificate alone; p7b: the chain"
        ),
    ]
    part: NotRequired[
        Annotated[
            Annotated[ExportPart, EnumValues()] | None,
            Field(default=None, description="With the format pem: only this file instead of the zip"),
        ]
    ]
    password: NotRequired[
        Annotated[
            str | None,
            Field(
                default=None,
                description=f"{MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} printable characters; Java opens "
                "pfx and pfx_legacy only with those of ASCII. Required for pfx, pfx_legacy and jks; encrypts the key "
                "in pem; the truststore's is changeit unless given; refused for files without a password",
            ),
        ]
    ]
    alias: NotRequired[
        Annotated[
            Alias | None,
            Field(
                default=None,
                description="The name of the entry in pfx, pfx_legacy and jks: the certificate's name unless given. "
                "In a truststore each issuer has its own name and the beginning of its fingerprint unless this is "
                "given; several then have numbers. Refused for files without entries",
            ),
        ]
    ]
    version: NotRequired[
        Annotated[
            Version | None, Field(default=None, description="The number of the version; the current one unless given")
        ]
    ]
    reason: NotRequired[
        Annotated[
            Text | None, Field(default=None, description="Why it is exported; stored in the record of the export")
        ]
    ]


@with_config(CLOSED)
class Export(TypedDict):
    """A file with a certificate."""

    certificate_id: Id
    certificate_name: str
    version: Annotated[int, Field(ge=1)]
    format: Annotated[ExportFormat, EnumValues()]
    file_name: Annotated[
        str,
        Field(pattern="^[A-Za-z0-9][A-Za-z0-9._-]*$", description="A file name that is valid on any operating system"),
    ]
    media_type: str
    content: Annotated[str, Field(json_schema_extra={"contentEncoding": "base64"})]
    not_after: Moment
    fingerprint: Annotated[str, Field(description="SHA-256 of the certificate")]
    alias: NotRequired[Annotated[str, Field(description="The name of the entry, in files that have one")]]
    remarks: Annotated[list[Remark], Field(description="What a person should know before the file is used")]
    certificate: NotRequired[
        Annotated[str, Field(description="With pem, unless a part is asked for: the files as texts")]
    ]
    chain: NotRequired[str]
    fullchain: NotRequired[Annotated[str, Field(description="The certificate and its chain, as web servers want them")]]
    private_key: NotRequired[
        Annotated[str, Field(description="PKCS#8; only in the zip, and encrypted, where a password is given")]
    ]


OPERATIONS = (
    Operation(
        "export_certificate",
        "certificates",
        "Export a certificate, with its private key or without",
        roles=("Exporter", "Administrator"),
        description="The only response of the API that may have a private key. Before it is sent, Certkeeper "
        "records who exported it, when, from which address and why. Formats that encrypt the private key need a "
        f"password of {MIN_PASSWORD_CHARACTERS} to {MAX_PASSWORD_CHARACTERS} printable characters; public parts need "
        "none.",
        body=Body(
            ExportCertificate,
            examples={
                "pem": {"format": "pem"},
                "pfx": {
                    "format": "pfx",
                    "password": "twelve or more",
                    "alias": "shop",
                    "reason": "the new load balancer",
                },
                "chain": {"format": "pem", "part": "fullchain"},
            },
        ),
        responses=(Response(200, "A file", Export),),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
