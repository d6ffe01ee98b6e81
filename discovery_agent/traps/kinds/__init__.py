"""ONE FILE per MIB: the notifications that mean something to the CMDB, as data."""
