"""Integer programmes with two aims, of which the first counts first: the only user of HiGHS.

It names itself on the standard output of the process once, which no option of it prevents.
"""

from collections.abc import Mapping, Sequence

import highspy
import numpy as np


class NoOptimumError(RuntimeError):
    """The solver found no optimum, which nothing that is asked here can cause."""


class Programme:
    """Whole variables from 0 to a bound, rows over them, and two costs to keep low one after the other."""

    def __init__(self) -> None:
        """Empty; the same programme always has the same solution."""
        self._costs: list[tuple[int, int]] = []
        self._bounds: list[float] = []
        self._rows: list[tuple[float, float, Mapping[int, int]]] = []

    def variable(self, first: int, second: int, most: float = np.inf) -> int:
        """A new variable with its costs; its number."""
        self._costs.append((first, second))
        self._bounds.append(most)
        return len(self._bounds) - 1

    def row(self, least: float, most: float, terms: Mapping[int, int]) -> None:
        """The sum of variables with their factors lies between two numbers."""
        self._rows.append((least, most, terms))

    def solution(self) -> list[int]:
        """The value of each variable. Raises NoOptimumError."""
        if not self._bounds:
            return []
        values = self._solved([first for first, _ in self._costs], self._rows)
        reached = sum(cost * value for (cost, _), value in zip(self._costs, values, strict=True))
        bound = {number: first for number, (first, _) in enumerate(self._costs) if first}
        # Half a unit of room: sums are whole, and the solver counts in floating point.
        rows = [*self._rows, (-np.inf, reached + 0.5, bound)] if bound else self._rows
        return self._solved([second for _, second in self._costs], rows)

    def _solved(self, costs: Sequence[int], rows: Sequence[tuple[float, float, Mapping[int, int]]]) -> list[int]:
        highs = highspy.Highs()
        highs.silent()
        for option, value in (("mip_rel_gap", 0.0), ("mip_abs_gap", 0.5), ("threads", 1), ("random_seed", 1)):
            highs.setOptionValue(option, value)
        count = len(self._bounds)
        highs.addVars(count, np.zeros(count), np.array(self._bounds))
        numbers = np.arange(count, dtype=np.int32)
        highs.changeColsCost(count, numbers, np.array(costs, np.float64))
        highs.changeColsIntegrality(count, numbers, np.full(count, int(highspy.HighsVarType.kInteger), np.uint8))
        for least, most, terms in rows:
            factors = np.array(list(terms.values()), np.float64)
            highs.addRow(least, most, len(terms), np.array(list(terms), np.int32), factors)
        highs.run()
        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise NoOptimumError(highs.modelStatusToString(highs.getModelStatus()))
        return [round(value) for value in highs.getSolution().col_value]
