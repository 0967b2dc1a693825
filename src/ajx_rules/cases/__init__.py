"""Cases (案例): hand-worked examples beside the rules, and their runner."""

from ajx_rules.cases.run import CaseResult, CasesReport, Failure, run_cases

__all__ = ["CaseResult", "CasesReport", "Failure", "run_cases"]
