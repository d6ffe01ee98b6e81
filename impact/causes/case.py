"""One question about causes, read and weighed."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from impact.causes.changes import Changes
from impact.causes.evidence import Evidence, Symptom
from impact.causes.likelihood import Likelihood
from impact.causes.neighbourhood import Neighbourhood


@dataclass(frozen=True)
class Case:
    """What is known about a symptom; `starts` are the CIs from which the search starts, the symptom first."""

    near: Neighbourhood
    symptom: Symptom
    evidence: Evidence
    changes: Changes
    likelihood: Likelihood
    starts: Sequence[Hashable]
