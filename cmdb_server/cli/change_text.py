"""How changes are carried out, as text."""

from typing import Any

from cmdb_server.cli.screen import output, show_table


def show_progress(number: str, found: dict[str, Any]) -> None:
    """How a change is carried out, and what came of it."""
    late = ", past its end" if found["is_overdue"] else ""
    until = found["ended_at"] or f"it still is; everything is to work again {found['promised_until']}"
    output.print(f"{number}: {found['began_at']} to {until}{late}", markup=False, style="bold")
    show_table(("step", "what", "state", "started", "ended", "by", "note"), map(_step, found["steps"]))
    show_table(("from the change", "severity", "signal", "CI", "since", "incident"), map(_signal, found["signals"]))
    told = [one for one in found["cis"] if one["verdict"] != "unwatched"]
    show_table(("CI", "comes to", "foretold", "seen"), map(_compared, (*found["services"], *told)))
    if unwatched := len(found["cis"]) - len(told):
        output.print(f"{unwatched} CIs more were foretold of which nothing tells", markup=False)
    for ci in found["outlasting"]:
        output.print(f"not well again in time: {ci['name']}", markup=False)
    for ci in found["read_again"]:
        output.print(f"{ci['name']}: {ci['why_not'] or 'read again at ' + ci['address']}", markup=False)
    show_table(("differs", "change", "what"), map(_difference, found["differences"]))
    if found["total_other_differences"]:
        output.print(f"{found['total_other_differences']} CIs changed elsewhere meanwhile", markup=False)
    if found["is_left"]:
        output.print("more happened than was foretold: it needs a review", markup=False)


def _step(one: dict[str, Any]) -> tuple[str, ...]:
    back = " (way back)" if one["is_back"] else ""
    names = ("state", "started_at", "ended_at", "by", "note")
    return str(one["turn"]), one["step"] + back, *(one[name] for name in names)


def _signal(one: dict[str, Any]) -> tuple[str, ...]:
    signal = one["signal"]
    ci = signal["ci"]["name"] if signal["ci"] else signal["names"]
    return one["kind"], signal["severity"], signal["name"], ci, signal["started_at"], signal["incident"]


def _compared(one: dict[str, Any]) -> tuple[str, ...]:
    return one["ci"]["name"], one["verdict"], one["foretold"], one["seen"]


def _difference(one: dict[str, Any]) -> tuple[str, ...]:
    told = [f"{entry['label']}: {entry['old']} -> {entry['new']}" for entry in one["attributes"]]
    told += [f"{bond['type']} {bond['other']['name']} {bond['change']}" for bond in one["relationships"]]
    return one["name"], one["change"], "; ".join(told)
