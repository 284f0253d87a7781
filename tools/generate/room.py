"""The hand-written data of the template: what it may say, above all a function's function.yaml, and reading it."""

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

T = TypeVar("T")
RowAction = Literal["BatchWriteItem", "ConditionCheckItem", "DeleteItem", "GetItem", "PutItem", "Query", "UpdateItem"]
OtherAction = Annotated[str, Field(pattern=r"^[a-z0-9-]+:[A-Z][A-Za-z]+$")]


class RoomError(ValueError):
    """A hand-written file of the template that cannot be used; the message names the file and the field."""


class _Closed(BaseModel):
    """Takes the fields that it knows, each of exactly its type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Public(_Closed):
    """A route that needs no signature has a throttle of its own: requests a second, and at once."""

    rate: int = Field(gt=0)
    burst: int = Field(gt=0)


class Schedule(_Closed):
    """How often (`15 minutes`; a parameter may stand in it), and what for."""

    every: str
    description: str


class Trigger(_Closed):
    """What calls the function: exactly one of `api`, `schedule`, `events` and `task`."""

    api: Annotated[str, Field(pattern=r"^(GET|PUT|POST|PATCH|DELETE) /\S*$")] | None = None
    public: Public | None = None
    callers: list[Literal["Operator", "Exporter"]] = []
    """The policies of infra/template/policies.yaml that allow this route by its name."""

    schedule: Schedule | None = None
    events: Literal["all"] | None = None
    """The events of this stack."""

    task: str | None = None
    """The state machine that calls it: the name of its part in infra/template."""

    @property
    def kind(self) -> str:
        """Which of the four it is."""
        return next(kind for kind in ("api", "schedule", "events", "task") if getattr(self, kind))

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if len([each for each in (self.api, self.schedule, self.events, self.task) if each]) != 1:
            raise ValueError("exactly one of api, schedule, events and task calls a function")
        if not self.api and (self.public or self.callers):
            raise ValueError("public and callers belong to api")
        return self


class Resource(_Closed):
    """What actions are on: a text of Fn::Sub, or a function of CloudFormation in its long form."""

    resource: str | dict[str, Any]
    condition: dict[str, Any] | None = None


class Policy(_Closed):
    """A policy for people: its description for all scopes and for one, and the methods and paths of each statement."""

    all_scopes: str
    one_scope: str
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
    resources: dict[str, Resource] = {}
    """What no other function's actions are on."""

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

    @property
    def group(self) -> str:
        """The folder above: `functions/api`."""
        return self.folder.rpartition("/")[0]

    @property
    def operation(self) -> str:
        """The name of the folder: `put_scope`."""
        return self.folder.rpartition("/")[2]

    @property
    def name(self) -> str:
        """The logical name in the template: `PutScope`."""
        return "".join(word.title() for word in self.operation.split("_"))


def read_functions(root: Path, known: Mapping[str, Collection[str]]) -> list[Function]:
    """Every function by its folder. `known` are the names that `environment`, `rows` and `actions` may have.

    Raises RoomError.
    """
    files = sorted(root.glob("functions/*/*/function.yaml"))
    return [Function(file.parent.relative_to(root).as_posix(), read(file, Room, root, known)) for file in files]


def read(file: Path, kind: type[T], root: Path, known: Mapping[str, Collection[str]] | None = None) -> T:
    """A file of data below `root` as what it has to be. Raises RoomError with every fault in it."""
    name = file.relative_to(root).as_posix()
    try:
        return TypeAdapter(kind).validate_python(yaml.safe_load(file.read_text(encoding="utf-8")), context=known)
    except yaml.YAMLError as error:
        raise RoomError(f"{name}: {error}") from error
    except ValidationError as error:
        faults = [f"{name}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()]
        raise RoomError("\n".join(faults)) from error
