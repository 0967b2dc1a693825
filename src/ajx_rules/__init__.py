"""Rules of work-safety liability insurance as code."""
