"""Avery 5163: 4 x 2 in, 10 a sheet (Letter)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="avery-5163",
    label="Avery 5163: 4 x 2 in, 10 a sheet (Letter)",
    paper="Letter",
    columns=2,
    rows=5,
    width=101.6,
    height=50.8,
    left=4.0,
    top=12.7,
    step_x=106.3,
    step_y=50.8,
)
