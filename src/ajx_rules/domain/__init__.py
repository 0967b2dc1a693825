"""What a ledger records: one attrs class for each kind of record.

Import classes from their files (``ajx_rules.domain.contracts`` ...) or all of them from
``ajx_rules.domain.book``; the catalogue of everything is ``ajx_rules.domain.catalogue``.
This package imports nothing of them by itself, so that ``import ajx_rules`` stays quick.
"""
