"""Steps that change stored data, one file each: m0001_<what>.py with migrate(store)."""
