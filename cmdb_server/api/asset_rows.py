"""What came of rows that were to be assets, in answers."""

from collections.abc import Sequence

from pydantic import BaseModel

from cmdb_server.assets.register import Taken


class RowError(BaseModel):
    """Why a row is refused: the field, its value, what is wrong and what to do."""

    field: str
    value: str
    message: str
    remedy: str


class AssetRow(BaseModel):
    """What came of a row: `number` is the new asset's, "" where none was made; `ci` the uid of the CI that it is."""

    row: int
    number: str
    ci: str
    errors: list[RowError]


class AssetRows(BaseModel):
    """What came of each row. Of a trial nothing is stored. `notes` say how a file was read."""

    is_trial: bool
    good: int
    refused: int
    notes: list[str]
    items: list[AssetRow]


def rows_told(taken: Sequence[tuple[int, Taken]], notes: Sequence[str], *, is_trial: bool) -> AssetRows:
    """The rows by their number, each with what came of it."""
    items = [
        AssetRow(
            row=row,
            number=one.number,
            ci=one.ci,
            errors=[
                RowError(field=error.field, value=str(error.value), message=error.message, remedy=error.remedy)
                for error in one.errors
            ],
        )
        for row, one in taken
    ]
    refused = sum(bool(item.errors) for item in items)
    return AssetRows(
        is_trial=is_trial, good=len(items) - refused, refused=refused, notes=list(notes), items=items
    )  # fmt: skip
