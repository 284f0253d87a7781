"""Patterns that are long, or that several rows have, and lists of values. A pattern is compiled at its first use."""

from __future__ import annotations

from certkeeper.entrypoints.settings.bounds import MAX_CHARACTERS, Matching, OneOf, Within

_OF_A_URL = r"[!#-\[\]-~]+"
"""Printable ASCII without a quote and a backslash, which no URL has (RFC 3986 section 2)."""
DIRECTORY = Matching(f"https://{_OF_A_URL}", "an https URL", 512)  # https by RFC 8555 section 6.1
QUEUE = Matching(f"https?://{_OF_A_URL}", "the URL of an SQS queue", 256)
PROFILE = Matching(_OF_A_URL, "a name without blanks", 64, or_empty=True)

NAME = "[A-Za-z0-9_.:/-]+"
"""A name or an ARN, as AWS gives them to resources."""

STORED_TEXT = Matching(NAME, "the name of an SSM parameter", 192, or_empty=True)
SECRET = Matching("[A-Za-z0-9/_+=.@-]+", "the name of a secret", 256, or_empty=True)
EVENT_BUS = Matching("[A-Za-z0-9._/-]+", "the name of an EventBridge bus", 256)  # EventBridge, CreateEventBus
EXTERNAL_ID = Matching("[A-Za-z0-9_+=,.@:/-]{2,}", "an ExternalId as IAM takes it", 256, or_empty=True)
"""IAM takes one of 1,224 characters (STS, AssumeRole), for which the environment of functions has no room."""

_ARN = "arn:[a-z-]+:{}:[a-z0-9-]+:[0-9]{{12}}:{}"
STATE_MACHINE = Matching(
    _ARN.format("states", "stateMachine:[A-Za-z0-9_.-]+"),
    "the ARN of a state machine",
    256,  # Step Functions, StartExecution, `stateMachineArn`
)
TOPIC = Matching(
    _ARN.format("sns", "[A-Za-z0-9_.-]+"),
    "the ARN of an SNS topic",
    320,  # a name has at most 256 characters (SNS, CreateTopic), and what is before it under 64
)
STACK = Matching(
    _ARN.format("cloudformation", "stack/[A-Za-z0-9-]{1,128}/[A-Za-z0-9-]+"),
    "the ARN of a CloudFormation stack",
    256,  # a name has at most 128 characters (CloudFormation, CreateStack), and a UUID 36
)
_OF_IAM = "arn:[a-z-]+:iam::{}:{}/[A-Za-z0-9+=,.@_/-]+"
ROLE = Matching(
    _OF_IAM.format("[0-9]{12}", "role"),
    "the ARN of a role",
    256,  # a name has at most 64 characters (IAM, CreateRole); a path could have 512, and has this room here
    or_empty=True,
)
BOUNDARY = Matching(
    _OF_IAM.format("([0-9]{12}|aws)", "policy"),
    "the ARN of a managed policy",
    704,  # a path of 512 characters, a name of 128 (IAM, CreatePolicy), and what is before them under 64
    or_empty=True,
)

_EMAIL = r"[A-Za-z0-9.!#$%&'*+/=^_{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(\.[A-Za-z0-9-]{1,63})+"
CONTACT = Matching(f"{_EMAIL}(,{_EMAIL})*", "e-mail addresses with commas between them", 512, or_empty=True)
ADMINISTRATORS = Matching(
    f"{_EMAIL}(,{_EMAIL}){{0,4}}",
    "one to five e-mail addresses with commas between them and no blanks",
    1274,  # five times 254 (RFC 5321 section 4.5.3.1.3, without the brackets) and four commas
    or_empty=True,
)

DOMAIN = Matching(
    r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+",
    "a domain in lower case",
    253,  # 255 bytes (RFC 1035 section 2.3.4), of which two are no characters
    or_empty=True,
)

_DAYS = " *(39[0-8]|3[0-8][0-9]|[12][0-9][0-9]|[1-9][0-9]?) *"
THRESHOLDS = Matching(f"{_DAYS}(,{_DAYS}){{0,9}}", "one to ten numbers from 1 to 398 with commas between them", 128)
"""What `certkeeper.domain.notices.days` accepts as days of notices, with blanks around the numbers."""

TABLE = Matching("[A-Za-z0-9_.-]{3,128}", "the name of a DynamoDB table", 128, or_empty=True)
"""DynamoDB takes 255 characters (CreateTable, TableName). The permissions boundary has the name twice, and no place for
two such names within the 6,144 characters of a managed policy (IAM quotas)."""

_NOT_AWS = "(?![aA][wW][sS]:)"
_TAG_TEXT = _NOT_AWS + r"[A-Za-z0-9+._:/@-][A-Za-z0-9\x20+._:/@-]{{0,{}}}"  # a blank as it is would fold the line
_TAG = f"{_TAG_TEXT.format(126)}={_TAG_TEXT.format(254)}"
TAGS = Matching(f"{_TAG}(,{_TAG}){{0,39}}", "up to 40 tags as Key=Value with commas between them", 1024, or_empty=True)
"""Tags as Secrets Manager takes them: at most 50, keys of 127 and values of 255 characters, neither beginning with
`aws:` (https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_TagResource.html). Ten are left for others.
A value has no equals sign, by which sam divides."""

_PEM = r"-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s\\]+-----END CERTIFICATE-----[\s\\n]*"
ROOTS = Matching(
    rf"\s*({_PEM})+|[A-Za-z0-9+/]+={{0,2}}",
    "certificates in PEM, or PEM or DER in base64 without line ends",
    MAX_CHARACTERS,
    or_empty=True,
)
"""What `certkeeper.adapters.acme.roots` reads. There is no place in it for the first line of a private key."""

_BYTE = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_PORT = "(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[1-9][0-9]{0,3})"
NAMESERVER = Matching(rf"({_BYTE}\.){{3}}{_BYTE}:{_PORT}", "IPv4 address:port", 21, or_empty=True)

# Pauses are lists, because Step Functions takes whole numbers only, and `Within` would let 2.5 pass (ADR 96).
FIRST_PAUSES = OneOf("1", "2", "5", "10", "25", "60", "120", "300")
"""The first pauses in seconds between two polls, or two checks of records. Texts, as keys of a mapping are."""

MAX_PAUSES = {
    first: {name: max(seconds, 4 * int(first)) for name, seconds in (("Poll", 60), ("Propagation", 120))}
    for first in FIRST_PAUSES.values
}
"""The seconds that each first pause grows to: always more than itself. CloudFormation cannot multiply."""

FIRST_PAUSES_OF_RETRIES = OneOf("1", "2", "5", "10", "20", "30")
"""From more than 30 seconds on, an order that cannot be closed would raise no alarm (UnclosedOrders): too few tries."""

FIRST_PAUSES_OF_LEFTOVERS = OneOf("1", "60", "300", "900", "1800", "3600", "7200", "14400", "21600")
"""The first pauses in seconds before removing records is retried."""

SWEEP_INTERVALS = OneOf("5", "10", "15", "30", "60", "120", "180", "360")
"""The intervals of sweeps in minutes. They are texts because the template finds the seconds of each by them."""

RETENTION = OneOf(
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
)
"""The numbers of days for which CloudWatch Logs can keep a log (PutRetentionPolicy)."""

PORT = Within(1, 65_535)
"""TCP and UDP have 16 bits for a port (RFC 6335 section 6)."""
