"""Recall of predictions: of what changes and the causes of incidents hit, how much was foretold."""

from functools import partial

from cmdb_server.numbers.declare import Number, hits

number = Number(
    name="prediction_recall",
    label="Impact that was foretold (recall)",
    formula="Of the CIs within reach of a change, or of the failure behind an incident, that monitoring saw down or "
    "degraded meanwhile, the share that was foretold; of the changes and the incidents with a known cause that were "
    "over in the time.",
    unit="share",
    measure=partial(hits, beside="unexpected"),
    order=120,
)
