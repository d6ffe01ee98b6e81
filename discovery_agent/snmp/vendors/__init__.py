"""ONE FILE per manufacturer: how its devices are told apart and where they keep model, serial number and version."""
