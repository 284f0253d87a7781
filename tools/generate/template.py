"""`template.yaml` and `infra/access.yaml`, composed from `infra/template` and from each function's function.yaml.

The parts in `infra/template` are hand-written, and taken as text with their comments. A line `# compose: NAME` in one
is the place of another part, or of a block that is made here of the functions. What is in its folder `forms` is written
once for each function.

The reasons are in ADR 83.
"""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path
from textwrap import fill, indent

from certkeeper.adapters.dynamodb.leading_keys import LEADING_KEYS
from certkeeper.entrypoints.contract.operations import Operation
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import Sub, yaml_text
from infra.rooms import PARTS, Function, Room, RoomError, read_functions, read_policies
from tools.generate import MARK
from tools.generate.rights import on_resources, on_rows, policies
from tools.generate.settings import sections, template_value

READ = {"head", "access", "policies", "resources"}
"""The parts that are no block: two that files begin with, and two that are data."""

FIRST_LINE = f"# {MARK} from infra/template and functions/*/*/function.yaml: change those.\n#\n"
OUTPUTS = {
    "template.yaml": ("head", "${Api}/v1", None),
    "infra/access.yaml": ("access", "${ApiId}/${StageName}", "${Scope}"),
}
"""Each file with the part that it begins with, the stage of the API, and the one scope that its policies are for."""

_PLACE = re.compile(r"^( *)# compose: (.+)\n", re.MULTILINE)


def files(root: Path = ROOT, contract: Mapping[str, Operation] | None = None) -> dict[Path, str]:
    """Return the files as composed from what is below `root`, by path.

    `contract` are the API's operations, without it the real ones. Raises RoomError for a hand-written file that cannot
    be used.
    """
    parts, forms = _texts(root / PARTS), _texts(root / PARTS / "forms")
    functions, people = read_functions(root, contract), read_policies(root)
    blocks = _blocks(functions, forms)
    blocks |= {name: _heading(PARTS / f"{name}.yaml") + text for name, text in parts.items() if name not in READ}
    blocks["settings"] = _heading("certkeeper/entrypoints/settings") + sections()
    heads = {name: parts[part] for name, (part, *_) in OUTPUTS.items()}
    placed = {place for text in (*heads.values(), *blocks.values()) for _, place in _PLACE.findall(text)}
    if homeless := sorted(blocks.keys() - placed):
        raise RoomError(f"{PARTS}: no part has a line '# compose: {homeless[0]}'")
    blocks |= {f"keys of {kind}": f'- "{pattern}"\n' for kind, pattern in LEADING_KEYS.items()}
    made = {}
    for name, (_, stage, scope) in OUTPUTS.items():
        each_policy = policies(people, functions, stage, scope).items()
        of_people = _heading(PARTS / "policies.yaml") + "\n".join(yaml_text({each: of}) for each, of in each_policy)
        made[root / name] = FIRST_LINE + compose(heads[name], blocks | {"policies": of_people})
    return made


def compose(text: str, blocks: Mapping[str, str]) -> str:
    """Return the text with each of the blocks in its place, indented like its line; an empty block leaves no line.

    Raises RoomError for a place without a block.
    """

    def block(place: re.Match[str]) -> str:
        if place[2] not in blocks:
            raise RoomError(f"'# compose: {place[2]}' has no block; there are {', '.join(sorted(blocks))}")
        return indent(compose(blocks[place[2]], blocks), place[1])

    return _PLACE.sub(block, text)


def _blocks(functions: Sequence[Function], forms: Mapping[str, str]) -> dict[str, str]:
    """What is made of the functions, by the name of its place."""
    tasks: dict[str, dict[str, Sub]] = defaultdict(dict)
    for each in functions:
        if machine := each.room.trigger.task:
            tasks[machine][f"{each.name}Arn"] = Sub(f"${{{each.name}.Arn}}")
    groups = [
        _heading(group) + "\n".join(_function(each, forms) for each in members)
        for group, members in groupby(functions, lambda each: each.group)
    ]
    throttles = [
        {"HttpMethod": each.method, "ResourcePath": each.setting_path} | throttle.model_dump(by_alias=True)
        for each in functions
        if (throttle := each.room.trigger.throttle)
    ]
    # SAM names a rule after its function and its event.
    rules = [Sub(f"${{{each.name}Changes.Arn}}") for each in functions if each.room.trigger.events]
    return {
        "functions": "\n".join(groups),
        **{f"substitutions of {machine}": yaml_text(arns) for machine, arns in tasks.items()},
        **{f"tasks of {machine}": yaml_text([*arns.values()]) for machine, arns in tasks.items()},
        "rules of consumers": yaml_text(rules),
        "throttles of public routes": yaml_text(throttles),
    }


def _function(function: Function, forms: Mapping[str, str]) -> str:
    """The function and its log group, below a comment with its file and its description."""
    room = function.room
    letters = "unfinished_events" if room.trigger.events else ""  # what a schedule has failed with, its next call does
    queue = Sub(function.resources[letters].resource) if letters else None
    sending = on_resources({letters: ["sqs:SendMessage"]} if letters else {}, function.resources)
    statements = on_rows(room.rows) + on_resources(room.actions, function.resources) + sending
    schedule = room.trigger.schedule
    timetable = schedule and {"Schedule": Sub(f"rate({schedule.every})"), "Description": schedule.description}
    lines = {
        "own properties": yaml_text(_own_properties(room, queue)),
        "statements": yaml_text(statements),
        "events": forms.get(room.trigger.kind, ""),
        "authorizer": yaml_text({"Auth": {"Authorizer": "NONE"}}) if function.is_public else "",
        "queue": yaml_text({"Arn": queue}),
        "schedule": yaml_text(timetable),
        "alarm": forms["alarm"] if schedule else "",
        "period": f"Period: {schedule.period}\n" if schedule else "",
    }
    text = compose(forms["function"], lines)
    for word in ("name", "operation", "folder", "method", "path"):
        text = text.replace(f"<{word}>", getattr(function, word))
    comment = fill(room.description, 116, initial_indent="# ", subsequent_indent="# ")
    return f"# {function.folder}/function.yaml\n{comment}\n{text}"


def _own_properties(room: Room, queue: Sub | None) -> dict[str, object]:
    """What a function has beside, or in the place of, what Globals gives to all."""
    own = {
        "MemorySize": room.memory,
        "Timeout": room.timeout,
        "Layers": [Sub(f"${{{layer.title()}Layer}}") for layer in room.layers],
        "Environment": room.environment and {"Variables": {each: template_value(each) for each in room.environment}},
        "DeadLetterQueue": queue and {"Type": "SQS", "TargetArn": queue},
    }
    return {name: value for name, value in own.items() if value}


def _heading(source: object) -> str:
    """A comment over what comes from one place."""
    return f"# -- {source} ".ljust(112, "-") + "\n"


def _texts(folder: Path) -> dict[str, str]:
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}
