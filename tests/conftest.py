"""Settings for all tests: on CI the same examples every time; what runs keep goes to a folder of the tests' own."""

import os
from pathlib import Path

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
if os.environ.get("CI"):
    settings.load_profile("ci")

os.environ.setdefault("AJX_CACHE", str(Path(__file__).resolve().parents[1] / ".pytest_cache"))
