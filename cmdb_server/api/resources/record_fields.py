"""Custom fields of records, as an administrator declares them."""

from typing import Annotated

import msgspec
from fastapi import Depends
from pydantic import BaseModel, Field

from cmdb_server.api.dependencies import Requires, ServicesDep, requires
from cmdb_server.api.routes import Body, resource
from cmdb_server.api.times import time_or_none
from cmdb_server.auth.identity import ADMIN, READ, Identity
from cmdb_server.itsm.custom.field import CustomField, CustomKind
from cmdb_server.itsm.custom.keeping import FieldSheet

router = resource("record fields")
Administrator = Annotated[Identity, Depends(Requires(ADMIN))]


class CustomFieldRule(Body):
    """A field of records of a type (incident, problem, change), at the end of theirs in the order of the list.

    A record comes to a state of `needed_in` with a value only. One that is not `is_active` is retired: nobody sets
    it, what records say in it stays.
    """

    type: str = Field(max_length=50)
    name: str = Field(max_length=50, description="x_ and a letter, then letters, digits and _.")
    label: str = Field(max_length=200)
    kind: CustomKind
    help: str = Field(default="", max_length=500)
    choices: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=200)
    needed_in: list[Annotated[str, Field(max_length=50)]] = Field(default=[], max_length=20)
    on_opening: bool = True
    in_lists: bool = False
    is_active: bool = True


class CustomFieldsIn(Body):
    """All custom fields, in place of those in force; `version` is that of those that were edited."""

    fields: list[CustomFieldRule] = Field(max_length=200)
    version: int | None = None


class CustomFieldsOut(BaseModel):
    """The custom fields in force, and who saved them."""

    fields: list[CustomFieldRule]
    version: int
    saved_at: str | None
    saved_by: str


@router.get("/record-fields", name="list_record_fields", dependencies=[requires(READ)])
def list_record_fields(services: ServicesDep) -> CustomFieldsOut:
    """The custom fields of records."""
    return _shown(services.desk.custom_fields.current())


@router.put("/record-fields", name="save_record_fields")
def save_record_fields(wanted: CustomFieldsIn, services: ServicesDep, who: Administrator) -> CustomFieldsOut:
    """Let other custom fields hold from now on; 412 when they were changed since they were read."""
    fields = [_field(one) for one in wanted.fields]
    saved = services.desk.custom_fields.save(fields, who.name, wanted.version)
    services.desk.types.forget()
    return _shown(saved)


def _field(one: CustomFieldRule) -> CustomField:
    return msgspec.convert(one.model_dump(), CustomField)


def _shown(sheet: FieldSheet) -> CustomFieldsOut:
    fields = [CustomFieldRule.model_validate_json(msgspec.json.encode(one)) for one in sheet.fields]
    return CustomFieldsOut(
        fields=fields, version=sheet.version, saved_at=time_or_none(sheet.saved_at), saved_by=sheet.saved_by
    )
