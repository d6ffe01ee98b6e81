"""Questions and views that people keep."""
