"""The answer: causes best first, each with the parts of its score in words, and how sure the first one is."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True)
class Part:
    """One piece of evidence: what it adds to the score (natural logarithm of odds), and why, as a sentence."""

    label: str
    points: float
    sentence: str


@dataclass(frozen=True)
class Cause:
    """A suspect. `score` is the sum of the points of `parts`; `confidence` the chance that it is a true cause.

    `reaches_symptom` is False where no known relationship leads from the symptom to it: one may be missing.
    `together_with` names the second cause that explains the signals best beside it.
    """

    node: Hashable
    score: float
    confidence: float
    parts: tuple[Part, ...]
    reaches_symptom: bool
    together_with: tuple[Hashable, ...] = ()


@dataclass(frozen=True)
class Ranking(Sequence[Cause]):
    """Causes, best first. `confidence` is that of the first; `verdict` says whether the evidence suffices."""

    causes: tuple[Cause, ...]
    confidence: float
    is_enough_evidence: bool
    verdict: str

    @overload
    def __getitem__(self, index: int) -> Cause: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Cause]: ...
    def __getitem__(self, index: int | slice) -> Cause | Sequence[Cause]:
        """The causes by rank."""
        return self.causes[index]

    def __len__(self) -> int:
        """How many suspects there are."""
        return len(self.causes)

    def __iter__(self) -> Iterator[Cause]:
        """The causes, best first."""
        return iter(self.causes)
