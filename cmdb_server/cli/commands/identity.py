"""`cmdb identity`: by what a CI is identified, and who else it may be."""

from typing import Annotated, Any

import typer

from cmdb_server.cli.ci_names import uid_of
from cmdb_server.cli.options import AsJson, DataDir, client
from cmdb_server.cli.screen import output, show_table


def command(
    ci: Annotated[str, typer.Argument(help="uid, or name where only one has it.")],
    *,
    as_json: AsJson = False,
    data: DataDir = None,
) -> None:
    """The identity card of a CI: records, what each identifier is worth, whom else it resembles, its classes."""
    server = client(data)
    uid = uid_of(server, ci)
    card: dict[str, Any] = server.get(f"/cis/{uid}/identity")
    if as_json:
        output.print_json(data=card)
        return
    aliases = f", also {', '.join(card['aliases'])}" if card["aliases"] else ""
    output.print(f"{uid}{aliases}; two records are one CI from {card['match_score']} on", markup=False)
    show_table(("identifier", "equal", "different", "values", "of these contested"), map(_rule, card["rules"]))
    show_table(("record", "class", "counts", "last seen"), map(_record, card["records"]))
    show_table(("other", "name", "score", "evidence", "outcome", "why"), map(_candidate, card["candidates"]))
    show_table(("decision", "verdict", "by", "reason", "state"), map(_decision, card["decisions"]))
    show_table(("at", "class", "before", "source"), map(_class, card["classes"]))


def _rule(rule: dict[str, Any]) -> tuple[str, ...]:
    worth = (f"{rule['weight']:+d}", f"-{rule['contradicts']}" if rule["contradicts"] else "")
    return rule["rule"], *worth, ", ".join(rule["identifiers"]), str(rule["contested"] or "")


def _record(record: dict[str, Any]) -> tuple[str, ...]:
    counts = "class counts" if record["class_counts"] else ""
    return record["key"], record["claimed_class"], counts, record["last_seen_at"] or ""


def _candidate(found: dict[str, Any]) -> tuple[str, ...]:
    evidence = ", ".join(f"{entry['rule']} {entry['score']:+d}" for entry in found["evidence"])
    other = found["right"]
    return other["uid"], other["name"], str(found["score"]), evidence, found["outcome"], found["reason"]


def _decision(item: dict[str, Any]) -> tuple[str, ...]:
    state = "withdrawn" if item["is_withdrawn"] else "stands"
    return item["uid"], item["verdict"], item["decided_by"], item["reason"] or "", state


def _class(step: dict[str, Any]) -> tuple[str, ...]:
    source = step["source"]["key"] if step["source"] else ""
    return step["at"], step["new"] or "", step["old"] or "", source
