"""Avery 5160: 2 5/8 x 1 in, 30 a sheet (Letter)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-5160",
    label="Avery 5160: 2 5/8 x 1 in, 30 a sheet (Letter)",
    paper="Letter",
    columns=3,
    rows=10,
    width=66.675,
    height=25.4,
    left=4.76,
    top=12.7,
    step_x=69.85,
    step_y=25.4,
)
