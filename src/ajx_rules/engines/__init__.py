"""Engines: what a regulation says of a ledger. The reference engine is slow and obvious."""
