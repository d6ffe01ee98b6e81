"""IF-MIB ifTable and ifXTable (RFC 2863). Either may be missing, and each may lack rows of the other."""

from discovery_agent.snmp.facts import Facts, Interface
from discovery_agent.snmp.table import Table
from discovery_agent.snmp.values import Value, mac, number, said, size, text
from discovery_agent.snmp.walk import Walk

_ENTRY, _X_ENTRY = "1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"
_DESCRIPTION, _TYPE, _MTU, _SPEED, _MAC, _ADMIN, _OPER = (f"{_ENTRY}.{at}" for at in range(2, 9))
_NAME, _HIGH_SPEED, _ALIAS = f"{_X_ENTRY}.1", f"{_X_ENTRY}.15", f"{_X_ENTRY}.18"
_STACK_STATUS = "1.3.6.1.2.1.31.1.2.1.3"
_COLUMNS = (_DESCRIPTION, _TYPE, _MTU, _SPEED, _MAC, _ADMIN, _OPER, _NAME, _HIGH_SPEED, _ALIAS)
_UP, _DOWN, _LOWER_LAYER_DOWN = 1, 2, 7
_STATES = {_UP: True, _DOWN: False, _LOWER_LAYER_DOWN: False}
_LAG = 161
_MEGABIT = 1_000_000
_SPEED_OVERFLOW = 2**32 - 1
_LAST_INDEX = 2**31 - 1
MAX_INTERFACES = 65_536


def read(walk: Walk, facts: Facts) -> None:
    """Every interface that any of the columns names."""
    columns = [_by_number(walk.rows(column)) for column in _COLUMNS]
    indexes = sorted(set[int]().union(*columns))
    for index in indexes[:MAX_INTERFACES]:
        facts.interfaces[index] = _interface(index, [rows.get(index) for rows in columns])
    if indexes[MAX_INTERFACES:]:
        facts.problems.append(f"IF-MIB: only the first {MAX_INTERFACES:,} of {len(indexes):,} interfaces are kept")
    for index in walk.column(_STACK_STATUS):
        _stack(index, facts)


def _interface(index: int, row: list[Value | None]) -> Interface:
    """The interface of a row, whose values stand in the order of the columns."""
    described, kind, mtu, speed, hardware, admin, oper, name, high_speed, alias = row
    description = text(described)
    return Interface(
        index=index,
        name=said(name) or text(name) or description or str(index),
        description=description,
        alias=said(alias),
        mac_address=mac(hardware),
        type=number(kind),
        mtu=size(mtu),
        speed_bps=_speed(size(high_speed), size(speed)),
        is_admin_up=_state(number(admin)),
        is_up=_state(number(oper)),
    )


def _speed(high: int | None, low: int | None) -> int | None:
    """The faster of two: ifHighSpeed counts megabits, and is the only right one beyond 4.3 Gbit/s."""
    if high and (not low or low >= _SPEED_OVERFLOW or high * _MEGABIT > low):
        return high * _MEGABIT if high < _MEGABIT * 10 else None
    return low if low and low < _SPEED_OVERFLOW else None


def _state(value: int | None) -> bool | None:
    return _STATES.get(value) if value is not None else None


def _stack(index: str, facts: Facts) -> None:
    """A row of ifStackTable: the higher layer runs on the lower one; a LAG on its members."""
    parts = [int(part) for part in index.split(".")]
    if len(parts) == 2 and all(parts):  # noqa: PLR2004 - the index is a pair
        higher, lower = (facts.interfaces.get(part) for part in parts)
        if higher and lower and higher.type == _LAG and lower.index not in higher.members:
            higher.members.append(lower.index)


def _by_number(rows: dict[str, Value]) -> dict[int, Value]:
    known = rows.items()
    try:
        return {at: value for index, value in known if (at := int(index)) <= _LAST_INDEX}
    except ValueError:  # an index of several numbers among them
        return {int(index): value for index, value in known if index.isdecimal() and int(index) <= _LAST_INDEX}


table = Table(name="interfaces", columns=(*_COLUMNS, _STACK_STATUS), read=read)
