"""Reading a machine, and what a reading means."""
