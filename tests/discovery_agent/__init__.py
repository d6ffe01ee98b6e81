"""The agent: from collectors to the acknowledged report."""
