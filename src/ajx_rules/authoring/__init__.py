"""What helps the author of rule files: the skeleton from an official text, the canonical form, the lints."""
