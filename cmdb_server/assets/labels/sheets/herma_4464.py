"""Herma 4464: 70 x 37 mm, 24 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="herma-4464",
    label="Herma 4464: 70 x 37 mm, 24 a sheet (A4)",
    paper="A4",
    columns=3,
    rows=8,
    width=70.0,
    height=37.0,
    left=0.0,
    top=0.5,
    step_x=70.0,
    step_y=37.0,
)
