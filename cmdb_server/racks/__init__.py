"""Racks: what stands at which unit, what is free, what cannot be, and moving devices.

`arranging` decides, as a pure function of a rack and what is said to stand in it; `reading` reads these facts, `views`
answers them as far as whoever asks may see, `placing` says where a device stands. The position is an attribute of the
relationship LOCATED_IN (unit, height_units, face), so that every source can tell it, and history, merges and undo carry
it as any other fact.
"""
