"""Avery 5167: 1 3/4 x 1/2 in, 80 a sheet (Letter)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-5167",
    label="Avery 5167: 1 3/4 x 1/2 in, 80 a sheet (Letter)",
    paper="Letter",
    columns=4,
    rows=20,
    width=44.45,
    height=12.7,
    left=7.2,
    top=12.7,
    step_x=52.3,
    step_y=12.7,
)
