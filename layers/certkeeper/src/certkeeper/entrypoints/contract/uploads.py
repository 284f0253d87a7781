"""Uploads: a certificate with its private key, in one of three forms, all fields in the body."""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypeAliasType, TypedDict

from certkeeper.domain.uploads.upload import MAX_FILES, UploadForm
from certkeeper.entrypoints.contract.certificates import CertificateSettings, CertificateWithChain
from certkeeper.entrypoints.contract.fields import CLOSED, EnumValues
from certkeeper.entrypoints.contract.operations import IDEMPOTENCY, OPERATORS, Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE
from certkeeper.entrypoints.http.body import MAX_UPLOAD_BYTES

File = TypeAliasType(
    "File",
    Annotated[str, Field(description="PEM as text, or base64 of a PEM or DER file (.pem .crt .cer .key .p7b)")],
)
Files = TypeAliasType(
    "Files",
    Annotated[list[File], Field(max_length=MAX_FILES, description="Files, in any sequence")],
)
KeyPassword = TypeAliasType(
    "KeyPassword", Annotated[str | None, Field(description="Where the private key is encrypted")]
)
_EXPIRED_ALLOWED = Field(default=False, description="Take it though it has expired: to keep it, not to serve it")


@with_config(CLOSED)
class PemVersion(TypedDict):
    """Files."""

    form: Annotated[Literal[UploadForm.PEM], EnumValues()]
    certificate: File
    intermediates: NotRequired[Files]
    ca_bundle: NotRequired[Files]
    private_key: File
    private_key_password: NotRequired[KeyPassword]
    expired_allowed: NotRequired[Annotated[bool, _EXPIRED_ALLOWED]]


@with_config(CLOSED)
class PfxVersion(TypedDict):
    """One PKCS#12 file."""

    form: Annotated[Literal[UploadForm.PFX], EnumValues()]
    pfx: Annotated[str, Field(description="Base64 of the PKCS#12 file (.pfx .p12)")]
    password: Annotated[str, Field(description="The PKCS#12 file's; must be given, and may be empty")]
    expired_allowed: NotRequired[Annotated[bool, _EXPIRED_ALLOWED]]


@with_config(CLOSED)
class PastedVersion(TypedDict):
    """What a person pastes, with stray blanks, line ends and leading text."""

    form: Annotated[Literal[UploadForm.PASTE], EnumValues()]
    certificate: Annotated[File, Field(description="Its chain may stand behind it")]
    private_key: File
    private_key_password: NotRequired[KeyPassword]
    expired_allowed: NotRequired[Annotated[bool, _EXPIRED_ALLOWED]]


@with_config(CLOSED)
class PemCertificate(PemVersion, CertificateSettings):
    """Files."""


@with_config(CLOSED)
class PfxCertificate(PfxVersion, CertificateSettings):
    """One PKCS#12 file."""


@with_config(CLOSED)
class PastedCertificate(PastedVersion, CertificateSettings):
    """What a person pastes, with stray blanks, line ends and leading text."""


UploadVersion = TypeAliasType(
    "UploadVersion",
    Annotated[
        PemVersion | PfxVersion | PastedVersion,
        Field(discriminator="form", description="A successor of a certificate; `form` says which fields there are"),
    ],
)
UploadCertificate = TypeAliasType(
    "UploadCertificate",
    Annotated[
        PemCertificate | PfxCertificate | PastedCertificate,
        Field(discriminator="form", description="A certificate; `form` says which fields there are"),
    ],
)

OPERATIONS = (
    Operation(
        "upload_certificate",
        "certificates",
        "Take in a certificate with its private key",
        roles=OPERATORS,
        description="Three forms. Each file is PEM or DER, as text or as base64 of the file. Key, certificate and "
        "chain must fit together, or the upload is refused (422, with the reason and the field). Who trusts the chain "
        "and whether ACM would take it are said apart, with warnings.",
        parameters=(IDEMPOTENCY,),
        body=Body(
            UploadCertificate,
            maximum=MAX_UPLOAD_BYTES,
            examples={
                "pem": {
                    "form": "pem",
                    "certificate_name": "shop front",
                    "certificate": "-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----",
                    "intermediates": ["-----BEGIN CERTIFICATE-----\n...\n-----END CERTIFICATE-----"],
                    "private_key": "-----BEGIN ENCRYPTED PRIVATE KEY-----\n...\n-----END ENCRYPTED PRIVATE KEY-----",
                    "private_key_password": "a password",
                },
                "pfx": {"form": "pfx", "pfx": "MIIKPAIBAzCC", "password": ""},
            },
        ),
        responses=(
            Response(
                201,
                "The certificate as it is listed, with its verdicts",
                CertificateWithChain,
                headers=("ETag", "Location"),
            ),
        ),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
    Operation(
        "upload_version",
        "certificates",
        "Take in a successor of a certificate",
        roles=OPERATORS,
        description="Id and name stay, and so does the ARN of the secret; the version before is kept as AWSPREVIOUS.",
        parameters=(IDEMPOTENCY,),
        body=Body(UploadVersion, maximum=MAX_UPLOAD_BYTES),
        responses=(
            Response(
                201,
                "The certificate with its new version and what is said of it",
                CertificateWithChain,
                headers=("ETag", "Location"),
            ),
        ),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
