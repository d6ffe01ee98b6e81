"""Herma 4272: 48.3 x 25.4 mm, 44 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="herma-4272",
    label="Herma 4272: 48.3 x 25.4 mm, 44 a sheet (A4)",
    paper="A4",
    columns=4,
    rows=11,
    width=48.3,
    height=25.4,
    left=8.4,
    top=8.8,
    step_x=48.3,
    step_y=25.4,
)
