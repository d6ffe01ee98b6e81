"""Herma 4222: 63.5 x 29.6 mm, 27 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="herma-4222",
    label="Herma 4222: 63.5 x 29.6 mm, 27 a sheet (A4)",
    paper="A4",
    columns=3,
    rows=9,
    width=63.5,
    height=29.6,
    left=7.25,
    top=15.3,
    step_x=66.0,
    step_y=29.6,
)
