"""Network scans: the decisions."""
