"""Documents and operations of uploads: a certificate with its private key, in one of three forms, all in the body.

The forms differ in their fields only: the content of each field decides what it is.
"""

from typing import Annotated, Literal, NotRequired

from pydantic import Field, with_config
from typing_extensions import TypeAliasType, TypedDict

from certkeeper.domain.uploads.upload import MAX_FILES, UploadForm
from certkeeper.entrypoints.contract.certificates import CertificateSettings, CertificateWithChain
from certkeeper.entrypoints.contract.fields import CLOSED, Confirmation, EnumValues, NamedCertificate
from certkeeper.entrypoints.contract.operations import IDEMPOTENCY, OPERATORS, Body, Operation, Response
from certkeeper.entrypoints.contract.problems import CONFLICT, NOT_FOUND, UNPROCESSABLE
from certkeeper.entrypoints.http.body import MAX_UPLOAD_BYTES
from certkeeper.ports.uploads import MAX_WITH_NAMES

File = TypeAliasType(
    "File",
    Annotated[
        str,
        Field(
            description="PEM as text, or base64 of a file: PEM or DER (.pem .crt .cer .key .p7b), PKCS#12 (.pfx .p12), "
            "a ZIP archive of such files, or a Kubernetes Secret in YAML or JSON"
        ),
    ],
)
Files = TypeAliasType(
    "Files",
    Annotated[list[File], Field(max_length=MAX_FILES, description="Files, in any order")],
)
PrivateKey = TypeAliasType(
    "PrivateKey",
    Annotated[File, Field(description="The private key, where it is not in the certificate's file")],
)
KeyPassword = TypeAliasType(
    "KeyPassword", Annotated[str | None, Field(description="The password of the private key, if it is encrypted")]
)
_EXPIRED_ALLOWED = Field(default=False, description="Accept the certificate even if it has expired, to keep it")


@with_config(CLOSED)
class Successor(TypedDict):
    """What a new version of a certificate may lose against the current one."""

    confirmed: NotRequired[
        Annotated[
            Confirmation,
            Field(description="Exactly the losses that the refusal losses-not-confirmed lists, with its version"),
        ]
    ]


@with_config(CLOSED)
class PemFiles(TypedDict):
    """PEM or DER files."""

    form: Annotated[Literal[UploadForm.PEM], EnumValues()]
    certificate: File
    intermediates: NotRequired[Files]
    ca_bundle: NotRequired[Files]
    private_key: NotRequired[PrivateKey]
    private_key_password: NotRequired[KeyPassword]
    expired_allowed: NotRequired[Annotated[bool, _EXPIRED_ALLOWED]]


@with_config(CLOSED)
class PfxFile(TypedDict):
    """One PKCS#12 file."""

    form: Annotated[Literal[UploadForm.PFX], EnumValues()]
    pfx: Annotated[str, Field(description="Base64 of the PKCS#12 file (.pfx .p12), or of another that has all")]
    password: Annotated[str, Field(description="The password of the file; required, and may be empty")]
    expired_allowed: NotRequired[Annotated[bool, _EXPIRED_ALLOWED]]


@with_config(CLOSED)
class PastedText(TypedDict):
    """Pasted text; stray blanks, line ends and text before it are ignored."""

    form: Annotated[Literal[UploadForm.PASTE], EnumValues()]
    certificate: Annotated[File, Field(description="The certificate; its chain may follow")]
    private_key: NotRequired[PrivateKey]
    private_key_password: NotRequired[KeyPassword]
    expired_allowed: NotRequired[Annotated[bool, _EXPIRED_ALLOWED]]


@with_config(CLOSED)
class PemVersion(PemFiles, Successor):
    """PEM or DER files."""


@with_config(CLOSED)
class PfxVersion(PfxFile, Successor):
    """One PKCS#12 file."""


@with_config(CLOSED)
class PastedVersion(PastedText, Successor):
    """Pasted text; stray blanks, line ends and text before it are ignored."""


@with_config(CLOSED)
class PemCertificate(PemFiles, CertificateSettings):
    """PEM or DER files."""


@with_config(CLOSED)
class PfxCertificate(PfxFile, CertificateSettings):
    """One PKCS#12 file."""


@with_config(CLOSED)
class PastedCertificate(PastedText, CertificateSettings):
    """Pasted text; stray blanks, line ends and text before it are ignored."""


UploadVersion = TypeAliasType(
    "UploadVersion",
    Annotated[
        PemVersion | PfxVersion | PastedVersion,
        Field(
            discriminator="form",
            description="A new version of a certificate; `form` decides which other fields there are",
        ),
    ],
)
UploadCertificate = TypeAliasType(
    "UploadCertificate",
    Annotated[
        PemCertificate | PfxCertificate | PastedCertificate,
        Field(discriminator="form", description="A certificate; `form` decides which other fields there are"),
    ],
)


@with_config(CLOSED)
class UploadedCertificate(CertificateWithChain):
    """A certificate with the version that was uploaded."""

    same_names_as: Annotated[
        list[NamedCertificate],
        Field(
            max_length=MAX_WITH_NAMES,
            description="Other certificates of the scope with exactly these DNS names, newest first: if this upload "
            "was to replace one of them, delete it and upload it as a version of that one",
        ),
    ]
    renewal_ended: Annotated[
        bool,
        Field(description="Whether automatic renewal has ended because this version took the place of an issued one"),
    ]


_REPLACING = (
    "The new version is compared with the current one: names, end, trust, issuer, kind of key, source, purpose. "
    "Where something is lost, the request is refused (409, losses-not-confirmed) with the comparison, unless "
    "`confirmed` has exactly these losses. "
)
_NEW_VERSION = Response(
    201,
    "The certificate with its new version and the verdicts",
    UploadedCertificate,
    headers=("ETag", "Location"),
)
_CONFIRMED = {
    "confirmed": {
        "form": "pfx",
        "pfx": "MIIKPAIBAzCC",
        "password": "",
        "confirmed": {"version": 3, "losses": ["names_lost", "ends_earlier"]},
    }
}

OPERATIONS = (
    Operation(
        "upload_certificate",
        "certificates",
        "Upload a certificate with its private key",
        roles=OPERATORS,
        description="There are three forms, which differ in their fields only. Each file is PEM as text, or base64 of "
        "the file: PEM, DER, PKCS#7, PKCS#12, a ZIP archive of such files, or a Kubernetes Secret. Key, certificate "
        "and chain must fit together, or the upload is refused (422, with the field and the reason). `verdicts` says "
        "who trusts the chain and whether ACM would import it, with warnings. `same_names_as` points to certificates "
        "that have the same names: a successor is uploaded as a version.",
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
                "The new certificate with its verdicts",
                UploadedCertificate,
                headers=("ETag", "Location"),
            ),
        ),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
    Operation(
        "upload_version",
        "certificates",
        "Upload a new version of a certificate",
        roles=OPERATORS,
        description="Id, name and the ARN of the secret stay; the secret keeps the version before as AWSPREVIOUS. "
        + _REPLACING
        + "In the place of an issued version only administrators can put one (replacement-needs-administrator).",
        parameters=(IDEMPOTENCY,),
        body=Body(UploadVersion, maximum=MAX_UPLOAD_BYTES, examples=_CONFIRMED),
        responses=(_NEW_VERSION,),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
    Operation(
        "replace_certificate",
        "certificates",
        "Upload a new version of a certificate, also in the place of an issued one",
        description="As upload_version, and in the place of an issued version too, which ends automatic renewal: "
        "`source_changed` must be among the losses that are confirmed. " + _REPLACING,
        parameters=(IDEMPOTENCY,),
        body=Body(
            UploadVersion,
            maximum=MAX_UPLOAD_BYTES,
            examples={
                "ends_renewal": {
                    "form": "pfx",
                    "pfx": "MIIKPAIBAzCC",
                    "password": "",
                    "confirmed": {"version": 3, "losses": ["source_changed"]},
                }
            },
        ),
        responses=(_NEW_VERSION,),
        refusals=(NOT_FOUND, CONFLICT, UNPROCESSABLE),
    ),
)
