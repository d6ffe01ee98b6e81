"""Import of CSV files and workbooks by the one way: rows become reports of the source kind `import`.

| file | what it decides |
| --- | --- |
| reading.py, csv_file.py, encodings.py, xlsx_file.py | which tables a file holds; what cannot be read is refused |
| tables.py, refusals.py | the shape of a table and its limits; how a refusal looks |
| mapping.py, mapping_check.py | which column means what, and whether that can work |
| suggesting.py, synonyms.py | what a column is likely to mean |
| conversion.py, asking.py | from a cell to a value; what only a person can know (order of dates, decimal sign) |
| planning.py, row_items.py, checking.py | rows as items of reports; rows that cannot be used, with their reasons |

Everything above is a pure function over values; the files below see the database.

| file | what it does |
| --- | --- |
| imports.py | `Imports`: the steps of a batch, each call a bounded piece of work that may be repeated |
| batches.py, batch_values.py | what is kept of a batch: the file, the mapping, each chunk's outcome |
| outcomes.py, rehearsed.py | what storing a chunk would do, told by storing it in a transaction that is undone |
| rights.py | which rows somebody with limited rights may store, and whose imports they may see |
| undoing.py | taking a batch back, and what rests on it by now |
| reject_file.py | the rows that were not stored, with their reasons, to be imported again |
"""
