"""Run the command line: ``python -m ajx_rules``."""

import sys

from ajx_rules.cli import main

sys.exit(main())
