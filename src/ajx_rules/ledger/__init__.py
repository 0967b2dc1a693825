"""Ledgers: read, validated, met with a regulation's codes, indexed, written.

One file a step, one public function of the same name or nearly so: ``read.read_ledger``,
``validate.validate``, ``codes.check_codes``, ``resolve.resolve``, ``index.LedgerIndex``,
``write.ledger_to_json``, ``schema.json_schema``.
"""
