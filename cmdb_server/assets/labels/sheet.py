"""What a sheet of labels is declared with; measures in millimetres from the upper left corner of the paper."""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["A4", "Letter"]
PAPERS: dict[Paper, tuple[float, float]] = {"A4": (210.0, 297.0), "Letter": (215.9, 279.4)}
# Printers move a sheet by less than that.
_TOLERANCE = 0.5


@dataclass(frozen=True)
class Sheet:
    """Labels in columns and rows: the first begins at `left` and `top`, the next `step_x` and `step_y` further on.

    `name` is what the API calls it. Raises ValueError for labels that overlap or leave the paper.
    """

    name: str
    label: str
    paper: Paper
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    step_x: float
    step_y: float

    def __post_init__(self) -> None:
        across, down = PAPERS[self.paper]
        if self.step_x < self.width or self.step_y < self.height:
            message = f"sheet {self.name}: its labels overlap"
            raise ValueError(message)
        right = self.left + (self.columns - 1) * self.step_x + self.width
        bottom = self.top + (self.rows - 1) * self.step_y + self.height
        if right > across + _TOLERANCE or bottom > down + _TOLERANCE:
            message = f"sheet {self.name}: its labels leave the paper"
            raise ValueError(message)

    @property
    def count(self) -> int:
        """How many labels are on it."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Where the label of a place (from 0, row by row) begins: from the left and from the top."""
        row, column = divmod(place, self.columns)
        return self.left + column * self.step_x, self.top + row * self.step_y
