"""Incidents that signals open by themselves."""
