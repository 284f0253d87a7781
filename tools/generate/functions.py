"""The functions of the template, and what other parts of it say about functions, from their rooms."""

import re
from collections.abc import Mapping, Sequence
from itertools import groupby
from textwrap import fill

from tools.generate.rights import on_resources, on_rows, statement, value
from tools.generate.room import Resource, Room
from tools.generate.text import compose, heading

DEAD_LETTERS = {"schedule": "failed_runs", "events": "unfinished_events"}
"""The resource that keeps what failed for good, by the trigger: these two call asynchronously."""

VALUES = {
    "ACME_BINDING_SECRET": "!Ref AcmeBindingSecret",
    "ACME_CONTACT": "!Ref AcmeContact",
    "ACME_DIRECTORY_URL": "!Ref AcmeDirectoryUrl",
    "ACME_PROFILE": "!Ref AcmeProfile",
    "ACME_ROOT_PEM": "!Ref AcmeDirectoryRootPem",
    "CHECK_ALLOW_PRIVATE_ADDRESSES": "!Ref CheckAllowPrivateAddresses",
    "CHECK_DNS_PORT": "!Ref CheckDnsPort",
    "CHECK_HTTP_PORT": "!Ref CheckHttpPort",
    "CHECK_NAMESERVER": "!Ref CheckNameserver",
    "DELEGATION_ZONE": "!Ref DelegationZone",
    "DNS_EXTERNAL_ID": "!Ref DnsExternalId",
    "DNS_ROLE_ARN": "!Ref DnsRoleArn",
    "EVENT_BUS_NAME": "!Ref EventBusName",
    "NOTICES_TOPIC_ARN": "!Ref Notices",
    "NOTICE_DAYS": "!Ref NoticeDays",
    "NOTICE_MACHINE_ARN": "!Ref NoticeMachine",
    "ORDERS_PER_THREE_HOURS": "!Ref OrdersPerThreeHours",
    "ORDER_LIFETIME_SECONDS": "!Ref OrderLifetimeSeconds",
    "RECOVERY_WINDOW_DAYS": "!Ref RecoveryWindowDays",
    "SECRET_PREFIX": "!Ref AWS::StackName",
    "STACK_ID": "!Ref AWS::StackId",
    "STATE_MACHINE_ARN": "!Ref IssuanceMachine",
    "UNFINISHED_QUEUE_URL": "!Ref Unfinished",
    "VERIFY_INTERVAL_SECONDS": "!Ref VerifyIntervalSeconds",
}
"""What each environment variable is given; TABLE_NAME stands in Globals, for all functions have it."""


def of_rooms(rooms: Mapping[str, Room], shared: Mapping[str, Resource], forms: Mapping[str, str]) -> dict[str, str]:
    """Every block that the rooms decide, by the name of its place. `shared` are the resources that rooms name."""
    groups = groupby(rooms.items(), lambda each: each[0].rpartition("/")[0])
    by_group = {
        group: "\n".join(_function(folder, room, shared, forms) for folder, room in members)
        for group, members in groups
    }
    machines = sorted({room.trigger.task for room in rooms.values() if room.trigger.task})
    tasks = {
        machine: [_title(at) for at, room in rooms.items() if room.trigger.task == machine] for machine in machines
    }
    return {
        "functions": "\n".join(heading(group) + block for group, block in by_group.items()),
        **{f"substitutions of {each}": _lines("{0}Arn: !GetAtt {0}.Arn", tasks[each]) for each in machines},
        **{f"tasks of {each}": _lines("- !GetAtt {}.Arn", tasks[each]) for each in machines},
        # SAM names a rule after its function and its event.
        "rules of consumers": _lines(
            "- !GetAtt {}Changes.Arn", [_title(at) for at, room in rooms.items() if room.trigger.events]
        ),
        "scheduled functions": ", ".join(_operation(at) for at, room in rooms.items() if room.trigger.schedule) + "\n",
        "throttles of public routes": "".join(_throttle(folder, room) for folder, room in rooms.items()),
    }


def callers(rooms: Mapping[str, Room], policy: str) -> list[str]:
    """The routes that name a policy for people, as its paths: `POST/scopes/<scope>/orders/*/verification`."""
    routes = [room.trigger.api for room in rooms.values() if room.trigger.api and policy in room.trigger.callers]
    return [re.sub(r"\{\w+\}", "*", route.replace(" ", "").replace("{scope}", "<scope>")) for route in routes]


def _function(folder: str, room: Room, shared: Mapping[str, Resource], forms: Mapping[str, str]) -> str:
    """The function and its log group, below a comment with its room."""
    (trigger,) = room.trigger.model_dump(include={"api", "schedule", "events", "task"}, exclude_none=True)
    resources = {**shared, **room.resources}
    letters = value(resources[DEAD_LETTERS[trigger]].resource) if trigger in DEAD_LETTERS else None
    sending = statement(["sqs:SendMessage"], [resources[DEAD_LETTERS[trigger]].resource]) if letters else ""
    blocks = {
        "own properties": _own_properties(room),
        "environment": _environment(room.environment),
        "dead letters": f"DeadLetterQueue:\n  Type: SQS\n  TargetArn: {letters}\n" if letters else "",
        "statements": on_rows(room.rows) + on_resources(room.actions, resources) + sending,
        "events": _filled(forms.get(trigger, ""), _of_trigger(room, letters)),
        "authorizer": "Auth:\n  Authorizer: NONE\n" if room.trigger.public else "",
    }
    names = {"<name>": _title(folder), "<operation>": _operation(folder), "<folder>": folder}
    comment = fill(room.description, 116, initial_indent="# ", subsequent_indent="# ")
    return f"# {folder}/function.yaml\n{comment}\n" + compose(_filled(forms["function"], names), blocks)


def _of_trigger(room: Room, letters: str | None) -> dict[str, str]:
    """What stands in the text of a trigger."""
    method, _, path = (room.trigger.api or "").partition(" ")
    schedule = room.trigger.schedule
    timing = {"<rate>": value(f"rate({schedule.every})"), "<description>": schedule.description} if schedule else {}
    return {"<method>": method, "<path>": path, "<dead letters>": letters or "", **timing}


def _own_properties(room: Room) -> str:
    layers = ", ".join(f"!Ref {layer.title()}Layer" for layer in room.layers)
    own = {"MemorySize": room.memory, "Timeout": room.timeout, "Layers": layers and f"[{layers}]"}
    return "".join(f"{name}: {given}\n" for name, given in own.items() if given)


def _environment(variables: Sequence[str]) -> str:
    given = "".join(f"    {variable}: {VALUES[variable]}\n" for variable in variables)
    return f"Environment:\n  Variables:\n{given}" if given else ""


def _throttle(folder: str, room: Room) -> str:
    """An entry of the API's MethodSettings: `~1` stands for a slash there."""
    if not (room.trigger.api and room.trigger.public):
        return ""
    method, _, path = room.trigger.api.partition(" ")
    return (
        f"# {folder}/function.yaml\n- HttpMethod: {method}\n  ResourcePath: /{path.replace('/', '~1')}\n"
        f"  ThrottlingRateLimit: {room.trigger.public.rate}\n  ThrottlingBurstLimit: {room.trigger.public.burst}\n"
    )


def _filled(text: str, names: Mapping[str, str]) -> str:
    for name, given in names.items():
        text = text.replace(name, given)
    return text


def _lines(form: str, names: Sequence[str]) -> str:
    return "".join(f"{form.format(name)}\n" for name in names)


def _operation(folder: str) -> str:
    return folder.rpartition("/")[2]


def _title(folder: str) -> str:
    """The logical name of a function: PutScope for put_scope."""
    return "".join(word.title() for word in _operation(folder).split("_"))
