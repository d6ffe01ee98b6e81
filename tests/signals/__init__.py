"""Signals: what senders say, what becomes of it, and which CIs are meant."""
