"""Herma 4271: 48.3 x 16.9 mm, 64 a sheet (A4)."""

from cmdb_server.assets.labels.sheet import Sheet

sheet = Sheet(
    name="herma-4271",
    label="Herma 4271: 48.3 x 16.9 mm, 64 a sheet (A4)",
    paper="A4",
    columns=4,
    rows=16,
    width=48.3,
    height=16.9,
    left=8.4,
    top=13.3,
    step_x=48.3,
    step_y=16.9,
)
