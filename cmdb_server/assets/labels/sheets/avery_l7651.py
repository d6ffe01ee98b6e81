"""Avery L7651: 38.1 x 21.2 mm, 65 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-l7651",
    label="Avery L7651: 38.1 x 21.2 mm, 65 a sheet (A4)",
    paper="A4",
    columns=5,
    rows=13,
    width=38.1,
    height=21.2,
    left=4.75,
    top=10.7,
    step_x=40.64,
    step_y=21.2,
)
