"""Avery L4732: 35.6 x 16.9 mm, 80 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-l4732",
    label="Avery L4732: 35.6 x 16.9 mm, 80 a sheet (A4)",
    paper="A4",
    columns=5,
    rows=16,
    width=35.6,
    height=16.9,
    left=11.0,
    top=13.0,
    step_x=38.1,
    step_y=16.9,
)
