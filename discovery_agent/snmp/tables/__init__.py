"""ONE FILE per MIB table: which columns are read and what they say of a device."""
