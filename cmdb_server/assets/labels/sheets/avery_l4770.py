"""Avery L4770: 45.7 x 25.4 mm, 40 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-l4770",
    label="Avery L4770: 45.7 x 25.4 mm, 40 a sheet (A4)",
    paper="A4",
    columns=4,
    rows=10,
    width=45.7,
    height=25.4,
    left=9.8,
    top=21.5,
    step_x=48.3,
    step_y=25.4,
)
