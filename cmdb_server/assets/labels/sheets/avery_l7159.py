"""Avery L7159: 63.5 x 33.9 mm, 24 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-l7159",
    label="Avery L7159: 63.5 x 33.9 mm, 24 a sheet (A4)",
    paper="A4",
    columns=3,
    rows=8,
    width=63.5,
    height=33.9,
    left=7.25,
    top=12.9,
    step_x=66.04,
    step_y=33.9,
)
