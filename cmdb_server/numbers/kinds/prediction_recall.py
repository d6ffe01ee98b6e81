"""Recall of predictions: of what changes hit, how much was foretold."""

from functools import partial

from cmdb_server.numbers.declare import Number, hits

number = Number(
    name="prediction_recall",
    label="Impact that was foretold (recall)",
    formula="Of the CIs within reach of a change that monitoring saw down or degraded while it was carried out, the "
    "share that was foretold; of the changes that ended in the time and were compared with what was foretold.",
    unit="share",
    measure=partial(hits, beside="unexpected"),
    order=120,
)
