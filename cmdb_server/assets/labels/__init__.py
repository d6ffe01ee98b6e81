"""Labels with a code to scan: which there are to print, the sheets that they come on, and how they are drawn.

| file | what it holds |
| --- | --- |
| sheet.py | what a sheet of labels is declared with |
| sheets/ | ONE FILE per format |
| drawing.py | labels as PDF, byte for byte the same for the same labels: pure |
| tags.py | tags that follow each other: pure |
| choosing.py | labels of assets, other records and CIs |
"""
