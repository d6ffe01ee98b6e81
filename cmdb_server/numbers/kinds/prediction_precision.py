"""Precision of predictions: of what was foretold of changes and of the causes of incidents, how much came."""

from functools import partial

from cmdb_server.numbers.declare import Number, hits

number = Number(
    name="prediction_precision",
    label="Foretold impact that came (precision)",
    formula="Of the CIs that changes, or the failures behind incidents, were foretold to take down or degrade, the "
    "share that monitoring saw so meanwhile. CIs of which nothing ever tells are left out; of the changes and "
    "the incidents with a known cause that were over in the time.",
    unit="share",
    measure=partial(hits, beside="missing"),
    order=110,
)
