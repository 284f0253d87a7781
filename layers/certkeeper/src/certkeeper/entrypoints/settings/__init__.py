"""The table of settings (ADR 84).

Every parameter of the template and every environment variable of functions, each written once.

A `Setting` is read by calling it, as in `settings.table_name()`; a function's environment has what it reads and no
more. A plain `Row` is for the template alone. The template's parameters and docs/reference/settings.md are generated
from the rows in this order (tools/generate/settings.py): run `make generate` after a change.
"""

from __future__ import annotations

from certkeeper.entrypoints.settings import patterns
from certkeeper.entrypoints.settings.bounds import Matching, OneOf, Within
from certkeeper.entrypoints.settings.environment import (
    Parameter,
    Reference,
    Row,
    Setting,
    days,
    descending,
    flag,
    seconds,
    whole_number,
)

# -- names of the stack's own resources, which are no parameters ------------------------------------------------------

table_name = Setting(
    "TABLE_NAME",
    str,
    Reference("Table", Matching(patterns.NAME, "the name of a DynamoDB table")),
    "The DynamoDB table.",
)
secret_prefix = Setting(
    "SECRET_PREFIX",
    str,
    Reference("AWS::StackName", Matching(patterns.NAME, "the beginning of the secrets' names")),
    "What the names of Certkeeper's secrets begin with.",
)
stack_id = Setting(
    "STACK_ID",
    str,
    Reference("AWS::StackId", patterns.STACK),
    "The stack that the function belongs to. Events carry it, so that a stack recognises its own.",
)
state_machine_arn = Setting(
    "STATE_MACHINE_ARN",
    str,
    Reference("IssuanceMachine", patterns.STATE_MACHINE),
    "The state machine that runs orders.",
)
notice_machine_arn = Setting(
    "NOTICE_MACHINE_ARN",
    str,
    Reference("NoticeMachine", patterns.STATE_MACHINE),
    "The state machine that sends notices.",
)
notices_topic_arn = Setting(
    "NOTICES_TOPIC_ARN",
    str,
    Reference("Notices", patterns.TOPIC),
    "The SNS topic that administrators are subscribed to.",
)
unfinished_queue_url = Setting(
    "UNFINISHED_QUEUE_URL",
    str,
    Reference("Unfinished", Matching("https?://[!-~]+", "the URL of an SQS queue")),
    "The SQS queue of events that could not be processed.",
)

# -- parameters -------------------------------------------------------------------------------------------------------

_CA = "The certificate authority"

acme_directory_url = Setting(
    "ACME_DIRECTORY_URL",
    str,
    Parameter(
        _CA,
        "AcmeDirectoryUrl",
        "https://acme-v02.api.letsencrypt.org/directory",
        Matching("https://[!-~]+", "an https URL"),  # RFC 8555 section 6.1
    ),
    "The ACME directory of the CA. For tests use https://acme-staging-v02.api.letsencrypt.org/directory, which "
    "issues certificates that browsers do not trust and has far higher rate limits.",
)
acme_contact = Setting(
    "ACME_CONTACT",
    str,
    Parameter(_CA, "AcmeContact", "", patterns.CONTACT),
    "The e-mail addresses that the CA may write to about the account. Let's Encrypt does not need one.",
)
acme_profile = Setting(
    "ACME_PROFILE",
    str,
    Parameter(_CA, "AcmeProfile", "", Matching("[!-~]{1,64}", "a name without blanks", or_empty=True)),
    "The CA's profile for orders without one in scopes without one (classic, tlsserver or shortlived at Let's "
    "Encrypt). Empty - the CA chooses.",
)
acme_binding_secret = Setting(
    "ACME_BINDING_SECRET",
    str,
    Parameter(
        _CA, "AcmeBindingSecret", "", Matching("[A-Za-z0-9/_+=.@-]{1,512}", "the name of a secret", or_empty=True)
    ),
    "For CAs that require external account binding - the name of a secret with the key id and the HMAC key of the CA, "
    'as {"kid": "...", "hmac_key": "..."}. The name must begin with this stack\'s name and /accounts/.',
)

_DNS = "DNS"

delegation_zone = Setting(
    "DELEGATION_ZONE",
    str,
    Parameter(_DNS, "DelegationZone", "", patterns.DOMAIN),
    "For the solver `delegated` - a domain in a hosted zone of Route 53, into which CNAMEs of names with DNS elsewhere "
    "lead. With acme.example.net, _acme-challenge.www.shop.com leads to "
    "_acme-challenge.www.shop.com.acme.example.net.",
)
dns_role_arn = Setting(
    "DNS_ROLE_ARN",
    str,
    Parameter(_DNS, "DnsRoleArn", "", patterns.ROLE),
    "The role with which Certkeeper reads and changes hosted zones of another account. It needs the permissions for "
    "Route 53 that PresentChallenges, CleanUpChallenges and OpenOrder have. Empty - the zones are in this account.",
)
dns_external_id = Setting(
    "DNS_EXTERNAL_ID",
    str,
    Parameter(
        _DNS,
        "DnsExternalId",
        "",
        Matching("[A-Za-z0-9_+=,.@:/-]{2,1224}", "an ExternalId as IAM takes it", or_empty=True),
    ),
    "The ExternalId that the trust policy of DnsRoleArn requires.",
)

_NOTICES = "Notices and events"

administrator_emails = Row(
    Parameter(_NOTICES, "AdministratorEmails", "", patterns.ADMINISTRATORS),
    "The e-mail addresses that are notified about all scopes - certificates that expire, fail, wait for a person, were "
    "issued, exported or deleted. AWS asks each address to confirm first. A scope can have administrators of its own. "
    "Empty - nobody is notified.",
)
notice_days = Setting(
    "NOTICE_DAYS",
    descending,
    Parameter(_NOTICES, "NoticeDays", "14,7,3,1", patterns.THRESHOLDS),
    "The numbers of days before the end of a certificate at which administrators are notified, in any order, unless "
    "the certificate or its scope has its own. The first notice comes at the earliest when a third of the lifetime is "
    "left.",
)
event_bus_name = Setting(
    "EVENT_BUS_NAME",
    str,
    Parameter(
        _NOTICES, "EventBusName", "default", Matching("[A-Za-z0-9._/-]{1,256}", "the name of an EventBridge bus")
    ),
    "The EventBridge bus on which events of certificates are published. It must exist.",
)

_SWEEPING = "Sweeping"
SWEEP_INTERVALS = OneOf("5", "10", "15", "30", "60", "120", "180", "360")
"""The intervals of sweeps in minutes. They are texts because the template finds the seconds of each by them."""

sweep_interval = Row(
    Parameter(_SWEEPING, "SweepIntervalMinutes", "60", SWEEP_INTERVALS),
    "The time between two sweeps, which renew certificates and send notices. A sweep reads only what is due. For "
    "certificates that live less than ten days use an hour or less.",
)
orders_per_three_hours = Setting(
    "ORDERS_PER_THREE_HOURS",
    whole_number,
    Parameter(
        _SWEEPING,
        "OrdersPerThreeHours",
        "300",
        Within(1, 1_000_000),  # far above what any CA allows
    ),
    "How many orders the CA allows one account in three hours (300 at Let's Encrypt). Renewals above it wait; orders "
    "by people are counted, but never refused for it.",
)

_WAITING = "Waiting"

verify_interval = Setting(
    "VERIFY_INTERVAL_SECONDS",
    seconds,
    Parameter(_WAITING, "VerifyIntervalSeconds", "300", Within(1, 86_400)),
    "The shortest time between two calls of verify by a person, and between two checks by the state machine.",
)
poll_interval = Row(
    Parameter(_WAITING, "PollIntervalSeconds", "5", patterns.FIRST_PAUSES),
    "The first pause between two polls of a CA that is still validating or issuing. Later ones are longer: up to a "
    "minute, or four times the first where that is more. There are twenty, in all a quarter of an hour at 5 seconds, "
    "and six hours at 300.",
)
propagation_interval = Row(
    Parameter(_WAITING, "PropagationIntervalSeconds", "25", patterns.FIRST_PAUSES),
    "The first pause between two checks whether Route 53's name servers have a record, which takes up to 60 seconds by "
    "AWS's documentation. Later ones are longer: up to two minutes, or four times the first where that is more. There "
    "are twelve.",
)
retry_interval = Row(
    Parameter(_WAITING, "RetryIntervalSeconds", "2", patterns.FIRST_PAUSES_OF_RETRIES),
    "The longest first pause before a task is retried after a failure that may pass; each further one may be twice as "
    "long, up to 15 minutes, and the length is random. There are twelve retries, in all an hour at most at 2 seconds, "
    "and two hours at 30.",
)
leftovers_interval = Row(
    Parameter(_WAITING, "LeftoversIntervalSeconds", "900", patterns.FIRST_PAUSES_OF_LEFTOVERS),
    "The first pause before removing records is retried; each further pause is twice as long, at most 12 hours. There "
    "are seven retries, in all a good day at 900 seconds.",
)
order_lifetime = Setting(
    "ORDER_LIFETIME_SECONDS",
    seconds,
    Parameter(_WAITING, "OrderLifetimeSeconds", "604800", Within(1, 2_592_000)),
    "The longest time that an order may take. The CA's own deadline counts if it is earlier (7 days for Let's "
    "Encrypt's profile classic).",
)

_RUNNING = "Running"
_RETENTION = OneOf(
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653
)
"""The numbers of days for which CloudWatch Logs can keep a log (PutRetentionPolicy)."""

runtime = Row(
    Parameter(_RUNNING, "Runtime", "python3.13", OneOf("python3.11", "python3.12", "python3.13")),
    "The Python that the functions run on. The layers are built for it.",
)
architecture = Row(
    Parameter(_RUNNING, "Architecture", "arm64", OneOf("arm64", "x86_64")),
    "The processor that the functions run on (arm64 costs a fifth less). The layers are built for it.",
)
recovery_window = Setting(
    "RECOVERY_WINDOW_DAYS",
    days,
    Parameter(_RUNNING, "RecoveryWindowDays", "30", Within(7, 30)),
    "How many days a deleted certificate can be restored. Secrets Manager allows 7 to 30 and charges nothing for them.",
)
log_retention = Row(
    Parameter(_RUNNING, "LogRetentionDays", "90", _RETENTION),
    "How many days logs are kept.",
)
access_logs = Row(
    Parameter(_RUNNING, "AccessLogs", "set-up", OneOf("set-up", "existing", "off")),
    "Whether API Gateway logs who called what, also refused calls. It needs a role in the account's settings for the "
    "region - set-up creates one, existing uses the one that is set, off logs nothing.",
)

_LOCAL = "Only for private CAs and the local world"
_PORT = Within(1, 65_535)
"""TCP and UDP have 16 bits for a port (RFC 6335 section 6)."""

acme_root_pem = Setting(
    "ACME_ROOT_PEM",
    str,
    Parameter(_LOCAL, "AcmeDirectoryRootPem", "", patterns.ROOTS),
    "The root certificates (PEM) to trust for the directory's TLS, for a private CA.",
)
check_nameserver = Setting(
    "CHECK_NAMESERVER",
    str,
    Parameter(_LOCAL, "CheckNameserver", "", patterns.NAMESERVER),
    "The DNS server (IPv4 address:port) that Certkeeper's own checks use. Empty - the system's.",
)
check_dns_port = Setting(
    "CHECK_DNS_PORT",
    whole_number,
    Parameter(_LOCAL, "CheckDnsPort", "53", _PORT, optional=True),
    "The port of name servers that Certkeeper's own checks use. RFC 1035 says 53.",
)
check_http_port = Setting(
    "CHECK_HTTP_PORT",
    whole_number,
    Parameter(_LOCAL, "CheckHttpPort", "80", _PORT, optional=True),
    "The port that Certkeeper's own checks connect to for http-01. RFC 8555 says 80.",
)
check_allow_private_addresses = Setting(
    "CHECK_ALLOW_PRIVATE_ADDRESSES",
    flag,
    Parameter(_LOCAL, "CheckAllowPrivateAddresses", "false", OneOf("true", "false"), optional=True),
    "Whether Certkeeper's own checks may connect to private addresses. Names come from users, so in an account this "
    "would let them reach into your network.",
)


def rows() -> tuple[Row, ...]:
    """Return the whole table, in its order."""
    return tuple(value for value in globals().values() if isinstance(value, Row))
