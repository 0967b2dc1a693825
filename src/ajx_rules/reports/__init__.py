"""Renderings of a report, a verdict or a lookup for people; plain text that a terminal may colour."""
