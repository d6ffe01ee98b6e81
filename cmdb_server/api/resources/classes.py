"""The classes that there are, and dry runs of class packs."""

from fastapi import Response
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import ServicesDep, requires
from cmdb_server.api.routes import Body, answer, resource
from cmdb_server.auth.identity import ADMIN, READ
from cmdb_server.class_packs.checking import ClassCheck, LoadedClass, Misfit
from cmdb_server.duplicates.rehearsing import Rehearsal

router = resource("classes")
_MAX_TEXT = 1_000_000


class LoadedClasses(BaseModel):
    """Every class; /schema says what each declares."""

    items: list[LoadedClass]


class PackIn(Body):
    """A class pack as its file holds it; it stands in for a loaded one of the same file name."""

    file: str = Field(min_length=1, max_length=200)
    text: str = Field(max_length=_MAX_TEXT)


class PackTrial(BaseModel):
    """What a pack would do: CIs that would no longer fit (`samples` are the first), and who would be who."""

    affected: int
    failing: int
    classes: list[ClassCheck]
    samples: list[Misfit]
    identity: Rehearsal


@router.get("/classes", name="list_classes", response_model=LoadedClasses, dependencies=[requires(READ)])
def list_classes(services: ServicesDep) -> Response:
    """The built-in classes and those of class packs."""
    return answer({"items": services.class_packs.classes()})


@router.post(
    "/classes/check", name="check_class_pack", response_model=PackTrial, dependencies=[requires(ADMIN, is_for_all=True)]
)
def check_class_pack(services: ServicesDep, wanted: PackIn) -> Response:
    """What a class pack would do to the stored CIs; nothing is changed. 422 with file, key, value and remedy."""
    trial = services.class_packs.trial(wanted.file, wanted.text)
    found = services.class_packs.check(trial)
    identity = services.duplicates.rehearse(trial.registry, trial.classes)
    return answer({**vars(found), "identity": identity})
