"""Precision of predictions: of what was foretold of changes, how much came."""

from functools import partial

from cmdb_server.numbers.declare import Number, hits

number = Number(
    name="prediction_precision",
    label="Foretold impact that came (precision)",
    formula="Of the CIs that changes were foretold to take down or degrade, the share that monitoring saw so while the "
    "change was carried out. CIs of which nothing ever tells are left out; of the changes that ended in the time and "
    "were compared with what was foretold.",
    unit="share",
    measure=partial(hits, beside="missing"),
    order=110,
)
