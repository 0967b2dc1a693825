"""Run the command line: ``python -m ajx_rules``."""

from ajx_rules.cli import main

main()
