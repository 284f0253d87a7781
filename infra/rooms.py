"""Reading the hand-written data of the template, above all the function.yaml of each function (ADR 83).

A function.yaml says what calls the function, what it is given, and what it may do. Who may call an operation of the
API, and whether it is public, is said in the contract (`entrypoints/contract`), and is read from there.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from certkeeper.adapters.dynamodb.keys import LEADING_KEYS
from certkeeper.entrypoints import settings
from certkeeper.entrypoints.contract.operations import Operation, operations
from certkeeper.entrypoints.settings.environment import Setting
from infra.bootstrap.environments import ROOT
from infra.local.deployment.template import read_template

T = TypeVar("T")
RowAction = Literal["BatchWriteItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"]
OtherAction = Annotated[str, Field(pattern=r"^[a-z0-9-]+:[A-Z][A-Za-z]+$")]

PARTS = Path("infra/template")
"""The folder of the template's parts, below the root."""
DEAD_LETTERS = {"events": "unfinished_events"}
"""The triggers that keep what failed for good, and the resource that does; a call by a schedule is not repeated."""

EVERYWHERE = "TABLE_NAME"
"""The variable that stands in Globals (infra/template/head.yaml), because every function reads it."""


class RoomError(ValueError):
    """A hand-written file of the template that cannot be used; the message names the file and the field."""


class _Closed(BaseModel):
    """A model that has no other fields, each of exactly its type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Schedule(_Closed):
    """How often (`15 minutes`; a parameter may stand in it), and what for."""

    every: str
    description: str

    @property
    def period(self) -> str:
        """The interval in seconds, as the template has it: a number, or what a mapping makes of a parameter.

        Such a parameter is called `<Name>IntervalMinutes`, and its mapping in head.yaml `<Name>Intervals`.
        """
        number, _, unit = self.every.partition(" ")
        if parameter := re.fullmatch(r"\$\{(\w+Interval)Minutes\}", number):
            return f"!FindInMap [{parameter[1]}s, !Ref {parameter[1]}Minutes, Seconds]"
        return str(int(number) * {"minute": 60, "hour": 3600}[unit.removesuffix("s")])


class Trigger(_Closed):
    """What calls the function: exactly one of `api`, `schedule`, `events` and `task`."""

    api: Annotated[str, Field(pattern=r"^(GET|PUT|POST|PATCH|DELETE) /\S*$")] | None = None
    """The method and the path of the route."""

    schedule: Schedule | None = None
    events: Literal["all"] | None = None
    """The events of this stack."""

    task: str | None = None
    """The state machine that calls it: the name of its part in infra/template."""

    @property
    def kind(self) -> str:
        """The name of the one that is given."""
        return next(kind for kind in ("api", "schedule", "events", "task") if getattr(self, kind))

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if len([each for each in (self.api, self.schedule, self.events, self.task) if each]) != 1:
            raise ValueError("exactly one of api, schedule, events and task calls a function")
        return self


class Resource(_Closed):
    """A resource of an IAM statement: a text of Fn::Sub, or a function of CloudFormation in its long form."""

    resource: str | dict[str, Any]
    boundary: str | None = None
    """The same for the permissions boundary, where `resource` refers to something that is made after functions."""

    condition: dict[str, Any] | None = None


class Policy(_Closed):
    """A policy for people: its purpose in all scopes and in named ones, and the methods and paths of each statement."""

    all_scopes: str
    named_scopes: str
    statements: dict[str, list[str] | Literal["callers"]]


class Room(_Closed):
    """A function.yaml. Memory is in MB, the time limit in seconds; without them those of Globals hold."""

    description: str
    trigger: Trigger
    layers: list[str] = []
    memory: int | None = Field(None, ge=128, le=10_240)
    timeout: int | None = Field(None, ge=1, le=900)
    environment: list[str] = []
    rows: dict[str, list[RowAction]] = {}
    transactions: bool = False
    """Whether it writes rows in transactions (TransactWriteItems); a test holds it to what the function sends."""

    resources: dict[str, Resource] = {}
    """Resources of this function only, by name."""

    actions: dict[str, list[OtherAction]] = {}
    """By the name of a resource: of this file, or of infra/template/resources.yaml."""

    @field_validator("environment", "rows", "actions")
    @classmethod
    def _known(cls, given: list[str] | dict[str, Any], info: ValidationInfo) -> list[str] | dict[str, Any]:
        own = info.data.get("resources", {}) if info.field_name == "actions" else {}
        known = {*(info.context or {})[info.field_name], *own}
        if unknown := sorted(set(given) - known):
            raise ValueError(f"there is no {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        return given


@dataclass(frozen=True, slots=True)
class Function:
    """A folder below `functions/`, such as `functions/api/put_scope`, and what its function.yaml says."""

    folder: str
    room: Room
    contract: Operation | None
    """Its operation in the contract, if a route calls it."""

    resources: Mapping[str, Resource]
    """The resources of its actions, by the names of this file and of infra/template/resources.yaml."""

    @property
    def group(self) -> str:
        """The folder above: `functions/api`."""
        return self.folder.rpartition("/")[0]

    @property
    def operation(self) -> str:
        """The name of the folder: `put_scope`."""
        return self.folder.rpartition("/")[2]

    @property
    def module(self) -> str:
        """The module of its code: `functions.api.put_scope.app`."""
        return f"{self.folder.replace('/', '.')}.app"

    @property
    def name(self) -> str:
        """The logical name in the template: `PutScope`."""
        return "".join(word.title() for word in self.operation.split("_"))

    @property
    def letters(self) -> str | None:
        """The name of the resource that Lambda puts what failed for good into, with the function's role."""
        return DEAD_LETTERS.get(self.room.trigger.kind)

    @property
    def actions(self) -> dict[str, list[str]]:
        """All actions of its role but those on rows, by the name of the resource."""
        sending = {self.letters: ["sqs:SendMessage"]} if self.letters else {}
        return {
            name: [*self.room.actions.get(name, []), *sending.get(name, [])] for name in self.room.actions | sending
        }

    @property
    def method(self) -> str:
        """The method of its route; empty where no route calls it."""
        return (self.room.trigger.api or "").partition(" ")[0]

    @property
    def path(self) -> str:
        """The path of its route, with parameters in braces; empty where no route calls it."""
        return (self.room.trigger.api or "").partition(" ")[2]

    @property
    def policy_path(self) -> str:
        """Its route as policies for people name it, such as `POST/scopes/<scope>/orders/*/issuance`."""
        return re.sub(r"\{\w+\}", "*", f"{self.method}{self.path}".replace("{scope}", "<scope>"))


@dataclass(frozen=True, slots=True)
class GatewayRoute:
    """A route that API Gateway answers by itself, without a function (infra/template/gateway_routes.yaml)."""

    method: str
    path: str
    contract: Operation


def read_functions(root: Path = ROOT, contract: Mapping[str, Operation] | None = None) -> list[Function]:
    """Return every function below `root`, in the order of their folders.

    `contract` are the API's operations by name, without it the real ones. Raises RoomError for a file that cannot be
    used, and where files and contract do not fit.
    """
    promised = operations() if contract is None else contract
    shared = read(root / PARTS / "resources.yaml", dict[str, Resource], root)
    known = {"environment": variables(), "rows": LEADING_KEYS, "actions": shared}
    found = []
    for file in sorted(root.glob("functions/*/*/function.yaml")):
        room = read(file, Room, root, known)
        operation = promised.get(file.parent.name) if room.trigger.api else None
        folder = file.parent.relative_to(root).as_posix()
        found.append(Function(folder, room, operation, {**shared, **room.resources}))
        _fits_the_contract(found[-1])
    routed = {each.operation for each in found if each.contract}
    routed |= {each.contract.name for each in read_gateway_routes(root, promised)}
    if missing := sorted(promised.keys() - routed):
        raise RoomError(
            f"functions/api/{missing[0]}/function.yaml: the contract has this operation, and it has no route"
        )
    return found


def _fits_the_contract(function: Function) -> None:
    if function.room.trigger.api and not function.contract:
        raise RoomError(f"{function.folder}/function.yaml: trigger.api: the contract has no such operation")
    if function.contract and function.contract.public:
        raise RoomError(
            f"{function.folder}/function.yaml: trigger.api: by the contract this is public, and strangers would use up "
            f"the functions that may run at once; see {PARTS}/gateway_routes.yaml"
        )


def read_gateway_routes(root: Path = ROOT, contract: Mapping[str, Operation] | None = None) -> list[GatewayRoute]:
    """Return the routes below `root` that API Gateway answers by itself.

    `contract` are the API's operations by name, without it the real ones. Raises RoomError for a route that the
    contract does not have, or has not as public: without a function nobody checks who calls.
    """
    promised = operations() if contract is None else contract
    found = []
    for path, item in read_template(root / PARTS / "gateway_routes.yaml").items():
        for method, route in item.items():
            operation = promised.get(route["operationId"])
            if not operation or not operation.public:
                raise RoomError(f"{PARTS}/gateway_routes.yaml: {path}: the contract has no such public operation")
            found.append(GatewayRoute(method.upper(), path, operation))
    return found


def variables() -> set[str]:
    """Return the environment variables that a function.yaml may name: all but the one that every function has."""
    return {row.variable for row in settings.rows() if isinstance(row, Setting)} - {EVERYWHERE}


def read_policies(root: Path = ROOT) -> dict[str, Policy]:
    """Return the policies for people below `root` by name; raise RoomError for a file that cannot be used."""
    return read(root / PARTS / "policies.yaml", dict[str, Policy], root)


def read(file: Path, kind: type[T], root: Path, known: Mapping[str, Collection[str]] | None = None) -> T:
    """Return a file of data below `root` as an object of this kind; raise RoomError with every fault in it.

    `known` are the names that its fields may use, by field.
    """
    name = file.relative_to(root).as_posix()
    try:
        return TypeAdapter(kind).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")), context=known)
    except yaml.YAMLError as error:
        raise RoomError(f"{name}: {error}") from error
    except ValidationError as error:
        faults = [f"{name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise RoomError("\n".join(faults)) from error
