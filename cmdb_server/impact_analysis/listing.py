"""The complete list behind a picture: every CI of the reach, worst first, with its explaining path."""

from collections.abc import Iterator

from cmdb_server.impact_analysis.answers import ListedCI
from cmdb_server.impact_analysis.asking import Asked
from impact import witness
from impact.rows import plain


def listing(asked: Asked) -> Iterator[ListedCI]:
    """One line a CI; a CI that is up has no path."""
    snapshot, radius = asked.snapshot, asked.radius
    given, cis = set(asked.failed.all()), snapshot.cis
    ordered = radius.worst_first(radius.reach.cis())
    for ci, score in zip(plain(ordered), radius.scores(ordered).tolist(), strict=True):
        yield ListedCI(
            uid=cis.uid[ci],
            name=cis.name[ci],
            ci_class=cis.ci_class[ci],
            site=snapshot.site(ci),
            level=radius.reach.level(ci) or 0,
            state="source" if ci in given else radius.outcome.state(ci).word,
            score=score,
            path=[cis.name[step.ci] for step in witness(radius.outcome, ci)],
        )
