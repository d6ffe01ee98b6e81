"""Avery L7163: 99.1 x 38.1 mm, 14 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-l7163",
    label="Avery L7163: 99.1 x 38.1 mm, 14 a sheet (A4)",
    paper="A4",
    columns=2,
    rows=7,
    width=99.1,
    height=38.1,
    left=4.67,
    top=15.15,
    step_x=101.6,
    step_y=38.1,
)
