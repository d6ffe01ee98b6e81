"""Avery L7160: 63.5 x 38.1 mm, 21 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-l7160",
    label="Avery L7160: 63.5 x 38.1 mm, 21 a sheet (A4)",
    paper="A4",
    columns=3,
    rows=7,
    width=63.5,
    height=38.1,
    left=7.25,
    top=15.15,
    step_x=66.04,
    step_y=38.1,
)
