"""The parts of the estate, ONE FILE each; a part is found by being here."""
