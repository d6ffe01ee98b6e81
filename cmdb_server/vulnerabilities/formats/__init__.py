"""ONE FILE per format of tables."""
