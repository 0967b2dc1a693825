"""The examples say what examples/README.md says: every expectation here was worked out by hand from the text."""

import datetime as dt
from pathlib import Path

import pytest

from ajx_rules import load_regulation
from ajx_rules.engines.verdict import Report, Status, Verdict

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = dt.date(2026, 11, 23)

FULFILLED, LATE, BREACH = Status.FULFILLED, Status.LATE, Status.BREACH
PENDING, OPEN, EXCUSED = Status.PENDING, Status.OPEN, Status.EXCUSED
NOT_APPLICABLE, JUDGEMENT, UNKNOWN = Status.NOT_APPLICABLE, Status.JUDGEMENT, Status.UNKNOWN

# By policyholder: norm, subject, status, due date. A subject is a contract, a year of a contract
# (C01-25#1), a follow-up, a refusal, a hazard, a complaint or a change in it, a service (then: this
# policyholder as its recipient), or an item of a service (S01-1/items/1: as served to this policyholder).
EXPECTED = {
    "PH01": [
        ("A22.3", "C01-25", FULFILLED, "2025-11-12"),  # the 20th working day itself
        ("A22.3", "C01-26", FULFILLED, "2026-11-17"),
        ("N1.T2.t1", "C01-25#1", FULFILLED, None),  # rows 1, 2, 4, 5, 7, 9
        *(
            (f"A-N1.a/insured-{kind}", "C01-25#1", FULFILLED, None)
            for kind in ("risk", "hazards", "training")
        ),
        *((f"B.r{row:02d}.t1", "C01-25#1", FULFILLED, None) for row in (1, 2, 3, 4, 5, 7, 9, 11)),
        ("B.r06.t1", "C01-25#1", NOT_APPLICABLE, None),
        ("N1.T2.t1", "C01-26#1", PENDING, "2027-10-31"),
        ("B.r09.t1", "C01-26#1", PENDING, "2027-10-31"),
        ("B.r03.t1", "C01-26#1", PENDING, "2027-10-31"),  # one push so far; judged when the year is over
        ("A22.1", "S-QY", FULFILLED, None),
        ("A22.2", "S-QY", NOT_APPLICABLE, None),  # at no mine
        ("A22.2", "S01-1", FULFILLED, None),
        ("A24.1", "S-QY", FULFILLED, "2026-04-01"),
        ("A24.1", "S01-1", FULFILLED, "2026-06-03"),
        ("A24.1", "S01-3", FULFILLED, "2026-10-08"),  # over 中秋 and 国庆, 20 September a working Sunday
        ("A24.1", "S-PUSH-QY", NOT_APPLICABLE, None),  # a stream has no completion
        ("A24.4", "FU-QY-01", FULFILLED, None),
        ("A10.2", "C01-25#1", FULFILLED, None),
        ("A10.3(2)", "C01-25#1", BREACH, "2026-10-31"),  # advisory: 危险因素与防控 was never taught
        ("A10.3(3)", "C01-25#1", BREACH, "2026-10-31"),  # in the handbook only, which is no training
        ("A11.2", "C01-25#1", FULFILLED, None),
        ("A12.2", "C01-25#1", FULFILLED, None),
        *((f"A11.{n}", "S01-1/items/1", FULFILLED, None) for n in (3, 4, 5, 6, 7)),
        ("A11.8", "S01-1/items/1", FULFILLED, "2026-05-27"),  # five working days of the insurer's own
        ("A11.9", "S01-1/items/1", FULFILLED, "2026-05-27"),
        ("A12.4", "S01-1/items/2", FULFILLED, None),
        ("A12.6", "S01-1/items/2", FULFILLED, "2026-05-22"),
        ("A12.7", "S01-1/items/2", FULFILLED, "2026-05-22"),
        ("A20.1", "C01-25", FULFILLED, None),
        ("A20.1", "C01-26", JUDGEMENT, None),
        ("A20.2", "C01-25", FULFILLED, None),
        ("A26.2", "C01-25", FULFILLED, None),
        ("A12.5", "H01-1", FULFILLED, None),
        ("A25.1", "H01-1", FULFILLED, "2026-05-20"),
        ("A25.2", "H01-1", FULFILLED, None),
        ("A25.3", "H01-1", FULFILLED, None),
        ("A25.4", "H01-1", NOT_APPLICABLE, None),
        ("A6.2", "C01-25#1", FULFILLED, None),
        ("A6.3", "C01-25", FULFILLED, None),
        ("A8.1", "C01-25#1", FULFILLED, None),
        ("A21.1/contract", "C01-25", FULFILLED, None),
        ("A21.1/factors", "PL01-25", FULFILLED, None),  # advisory: all seven
        ("A23.1/contract", "C01-25#1", FULFILLED, None),  # three items agreed, each once
        ("A23.1/contract", "C01-26#1", PENDING, "2027-10-31"),
        ("A32.4/contract", "C01-25", FULFILLED, None),  # a third party: its commission contract too
    ],
    "PH02": [
        ("A22.3", "C02-25", LATE, "2025-03-18"),
        ("A22.3", "C02-26", FULFILLED, "2026-03-18"),
        ("B.r01.t2", "C02-25#1", BREACH, "2026-02-28"),  # online only
        ("B.r02.t2", "C02-25#1", FULFILLED, None),
        ("B.r04.t2", "C02-25#1", FULFILLED, None),
        ("B.r05.t2", "C02-25#1", FULFILLED, None),
        ("N1.T2.t2", "C02-25#1", FULFILLED, None),  # rows 1, 2, 4, 5, 12
        ("B.r03.t2", "C02-25#1", BREACH, None),  # judged not to be 全年进行
        ("B.r11.t2", "C02-25#1", JUDGEMENT, None),
        ("B.r07.t2", "C02-25#1", NOT_APPLICABLE, None),  # the next year is tier 1: block broken off
        ("B.r09.t2", "C02-25#1", NOT_APPLICABLE, None),
        ("B.r01.t1", "C02-26#1", FULFILLED, None),
        ("B.r07.t1", "C02-26#1", PENDING, "2027-02-28"),
        ("N1.T2.t1", "C02-26#1", PENDING, "2027-02-28"),
        ("A24.1", "S-QY", FULFILLED, "2026-04-01"),  # on the 10th working day
        ("A24.1", "S02-3", FULFILLED, "2025-11-05"),
        ("A24.4", "FU-QY-02", FULFILLED, "2026-04-09"),
        ("A11.2", "C02-25#1", BREACH, None),  # done, judged not to be 全面
        ("A11.8", "S02-2/items/1", FULFILLED, None),
        ("A11.9", "S02-2/items/1", OPEN, None),
        ("A12.6", "S02-2/items/2", JUDGEMENT, None),
        ("A12.6/hazard", "H02-1", OPEN, None),  # rectified, and no 整改情况
        ("A12.6/progress", "H02-1", OPEN, None),  # nor what the re-check before that found
        ("A12.7", "S02-2/items/2", OPEN, None),
        ("A12.5", "H02-1", JUDGEMENT, None),
        ("A25.1", "H02-1", FULFILLED, None),
        ("A25.4", "H02-1", NOT_APPLICABLE, None),
        ("A26.3", "CP02", FULFILLED, "2026-03-26"),
        ("A26.4", "CP02", FULFILLED, None),
        ("A26.5", "CP02", FULFILLED, "2026-04-09"),
        ("A26.7", "CP02", FULFILLED, "2026-04-22"),
        ("A26.10", "CP02", FULFILLED, None),
        ("A24.4", "FU02-1", JUDGEMENT, None),  # of 2025: nobody has judged
    ],
    "PH03": [
        ("A22.3", "C03-25", FULFILLED, "2025-02-10"),  # over 春节, two working weekend days
        ("A22.3", "C03-26", BREACH, "2026-02-03"),
        ("N1.T2.t2", "C03-25#1", FULFILLED, None),  # rows 1, 2, 4, 5, 7
        ("B.r07.t2", "C03-25#1", FULFILLED, None),
        ("B.r07.t2", "C03-26#1", FULFILLED, None),
        ("B.r09.t2", "C03-26#1", PENDING, "2027-01-14"),
        ("B.r04.t2", "C03-26#1", FULFILLED, None),
        ("B.r05.t2", "C03-26#1", PENDING, "2027-01-14"),
        ("N1.T2.t2", "C03-26#1", PENDING, "2027-01-14"),
        ("A22.1", "S-QY", BREACH, None),
        ("A24.1", "S-QY", LATE, "2026-04-01"),
        ("A24.2", "S-QY", BREACH, "2026-04-01"),  # no opinions put down
        ("A24.4", "FU-QY-03", BREACH, "2026-04-13"),  # by the insurer's own number
        ("A24.1", "S03-4", PENDING, "2026-11-24"),
        ("A11.2", "C03-26#1", JUDGEMENT, None),
        ("A11.3", "S03-4/items/1", JUDGEMENT, None),
        ("A11.6", "S03-4/items/1", OPEN, None),
        ("A11.8", "S03-4/items/1", FULFILLED, "2026-11-17"),
        ("A11.9", "S03-4/items/1", LATE, "2026-11-17"),
        ("A12.6", "S03-2/items/2", FULFILLED, None),
        ("A23.1/contract", "C03-25#1", BREACH, "2026-01-14"),  # two inspections agreed, one carried out
        ("A32.4/contract", "C03-25", FULFILLED, None),
        ("A32.4/contract", "C03-26", OPEN, None),  # no 满意度调查记录, and there was a follow-up
    ],
    "PH04": [
        ("A22.3", "C04-24", FULFILLED, "2024-08-15"),
        ("A28.5/contract", "C04-24", BREACH, None),  # advisory: 12%
        ("A28.5/contract", "C04-25", FULFILLED, None),
        ("A22.3", "C04-25", FULFILLED, "2025-08-18"),
        ("N1.T2.t2", "C04-24#1", BREACH, "2025-07-31"),
        ("N1.T2.t2", "C04-25#1", BREACH, "2026-07-31"),
        ("B.r07.t2", "C04-25#1", BREACH, "2026-07-31"),
        ("B.r09.t2", "C04-25#1", BREACH, "2026-07-31"),
        ("B.r03.t2", "C04-24#1", BREACH, "2025-07-31"),
        ("B.r03.t2", "C04-25#1", JUDGEMENT, None),
        ("B.r01.t2", "C04-25#1", FULFILLED, None),
        ("A22.1", "S-QY", LATE, None),
        ("A24.1", "S-QY", BREACH, "2026-04-01"),
        ("A24.1", "S04-2", FULFILLED, "2026-05-09"),  # a working Saturday
        ("A11.4", "S04-2/items/1", BREACH, None),
        ("A11.5", "S04-1/items/3", OPEN, None),
        ("A11.6", "S04-1/items/3", OPEN, None),
        ("A11.7", "S04-1/items/3", FULFILLED, None),
        ("A11.8", "S04-1/items/3", JUDGEMENT, None),
        ("A11.9", "S04-2/items/1", LATE, "2026-04-29"),
        ("A12.6", "S04-2/items/2", FULFILLED, "2026-04-29"),
        ("A12.7", "S04-2/items/2", LATE, "2026-04-29"),
        ("A12.6/progress", "H04-1", BREACH, "2026-06-09"),  # not rectified, said the re-check of 2 June
        ("A12.7/progress", "H04-1", BREACH, "2026-06-09"),
        ("A12.7", "S04-1/items/4", JUDGEMENT, None),  # of 2024, and no hazard
        ("A24.4", "FU04-2", FULFILLED, "2026-05-15"),
        ("A26.2", "C04-24", FULFILLED, None),  # one clause, one written notice
        ("A26.2", "C04-25", OPEN, None),
        ("A12.5", "H04-1", JUDGEMENT, None),  # one re-check, no other tracking
        ("A25.1", "H04-1", FULFILLED, "2026-04-28"),
        ("A25.2", "H04-1", FULFILLED, None),
        ("A25.3", "H04-1", OPEN, None),
        ("A25.4", "H04-1", OPEN, None),  # major, past 29 May, not reported
        ("A26.3", "CP04", FULFILLED, "2026-05-07"),
        ("A26.4", "CP04", JUDGEMENT, None),
        ("A26.5", "CP04", FULFILLED, "2026-05-19"),  # 9 May a working Saturday
        ("A26.7", "CP04", BREACH, "2026-05-27"),  # three of four fields
        ("A26.10", "CP04", BREACH, None),
        ("A21.1/factors", "PL04-24", OPEN, None),  # advisory: four of seven
        ("A23.1/contract", "C04-24#1", FULFILLED, None),
        ("A32.4/contract", "C04-24", FULFILLED, None),  # the plan had been filed before it was destroyed
    ],
    "PH05": [
        ("A22.3", "C05-25", FULFILLED, "2025-06-18"),
        ("B.r02.t3", "C05-25#1", EXCUSED, None),
        ("N1.T2.t3", "C05-25#1", EXCUSED, None),  # rows 1, 4, 5 and a documented refusal of 2
        *(
            (f"A-N1.a/insured-{kind}", "C05-25#1", FULFILLED, None)
            for kind in ("risk", "hazards", "training")
        ),
        ("B.r01.t3", "C05-25#1", FULFILLED, None),
        ("B.r03.t3", "C05-25#1", JUDGEMENT, None),
        ("B.r07.t3", "C05-25#1", NOT_APPLICABLE, None),
        ("A22.4", "REF05", FULFILLED, None),
        ("A22.5", "REF05", FULFILLED, None),
        ("A24.1", "S05-1", FULFILLED, "2025-10-14"),
        ("A24.4", "FU-QY-05", LATE, "2026-03-27"),
        ("A20.1", "C05-25", BREACH, "2025-05-20"),  # nobody talked before the contract was concluded
        ("A11.8", "S05-1/items/1", FULFILLED, None),
        ("A11.9", "S05-1/items/1", LATE, None),
        ("A12.7", "S05-1/items/2", LATE, None),
        ("A12.5", "H05-1", NOT_APPLICABLE, None),  # found by the mine itself
        ("A25.1", "H05-1", NOT_APPLICABLE, None),
    ],
    "PH06": [
        ("A22.3", "C06-25", FULFILLED, "2025-09-17"),
        ("A22.3", "C06-26", LATE, "2026-09-16"),
        ("B.r01.t4", "C06-25#1", FULFILLED, None),
        ("B.r02.t4", "C06-25#1", NOT_APPLICABLE, None),
        ("B.r03.t4", "C06-25#1", JUDGEMENT, None),
        ("B.r11.t4", "C06-25#1", FULFILLED, None),
        ("B.r04.t4", "C06-25#1", FULFILLED, None),
        ("N1.T2.t4", "C06-25#1", FULFILLED, None),
        ("A-N1.a/insured-risk", "C06-25#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-hazards", "C06-25#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-training", "C06-25#1", FULFILLED, None),  # 或 does not reach training
        ("B.r04.t4", "C06-26#1", PENDING, "2027-08-31"),
        ("N1.T2.t4", "C06-26#1", PENDING, "2027-08-31"),
        ("A22.1", "S-PUSH-SG", FULFILLED, None),
        ("A24.1", "S-SG", LATE, "2025-11-11"),
        ("A24.1", "S06-1", FULFILLED, "2026-04-30"),
        ("A24.4", "FU06-1", FULFILLED, "2026-05-08"),
        ("A11.2", "C06-25#1", NOT_APPLICABLE, None),
        ("A12.2", "C06-25#1", NOT_APPLICABLE, None),
        ("A12.4", "S06-1/items/1", FULFILLED, None),
        ("A12.6", "S06-1/items/1", FULFILLED, "2026-04-23"),
        ("A12.7", "S06-1/items/1", FULFILLED, "2026-04-23"),  # no hazard: nothing of 整改 to file
        ("A6.2", "C06-25#1", FULFILLED, None),
        ("A6.2", "C06-26#1", OPEN, None),  # no tier recorded
        ("A8.1", "C06-26#1", NOT_APPLICABLE, None),
    ],
    "PH07": [
        ("A22.3", "C07-25", LATE, "2025-04-17"),
        ("A22.3", "C07-26", FULFILLED, "2026-04-16"),
        ("B.r05.t3", "C07-25#1", BREACH, "2026-03-31"),  # by video
        ("A-N1.a/insured-risk", "C07-25#1", FULFILLED, None),
        ("A-N1.a/insured-hazards", "C07-25#1", BREACH, "2026-03-31"),
        ("A-N1.a/insured-training", "C07-25#1", FULFILLED, None),
        ("N1.T2.t3", "C07-25#1", FULFILLED, None),
        ("B.r05.t3", "C07-26#1", FULFILLED, None),
        ("B.r01.t3", "C07-26#1", PENDING, "2027-03-31"),
        ("A24.1", "S-SG", FULFILLED, "2025-11-11"),
        ("A24.1", "S07-2", LATE, "2026-02-03"),
        ("A22.1", "S07-1", UNKNOWN, None),
        ("A24.4", "FU07-1", UNKNOWN, None),
        ("A12.2", "C07-25#1", BREACH, "2026-03-31"),
        ("A12.4", "S07-2/items/1", OPEN, None),
        ("A12.6", "S07-3/items/1", FULFILLED, "2026-08-20"),
        ("A20.1", "C07-25", BREACH, None),
        ("A12.5", "H07-1", JUDGEMENT, None),
        ("A12.6/progress", "H07-1", FULFILLED, "2026-09-21"),  # what the tracking of 15 September noted
        ("A12.7/progress", "H07-1", FULFILLED, "2026-09-21"),
        ("A25.1", "H07-1", LATE, "2026-08-20"),
        ("A25.2", "H07-1", OPEN, None),
        ("A25.3", "H07-1", OPEN, None),
        ("A12.7", "S07-3/items/1", FULFILLED, "2026-08-20"),
        ("A23.1/contract", "C07-25#1", FULFILLED, None),  # one inspection agreed, no mode
        ("A32.4/contract", "C07-25", UNKNOWN, None),  # the archive in 韶关 has not been gone through
    ],
    "PH08": [
        ("A22.3", "C08-26", NOT_APPLICABLE, None),
        ("B.r01.t4", "C08-26#1", FULFILLED, None),
        ("B.r04.t4", "C08-26#1", FULFILLED, None),
        ("N1.T2.t4", "C08-26#1", FULFILLED, None),
        ("A-N1.a/insured-risk", "C08-26#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-hazards", "C08-26#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-training", "C08-26#1", FULFILLED, None),
        ("B.r03.t4", "C08-26#1", PENDING, "2027-01-31"),
        ("A24.1", "S08-1", FULFILLED, "2026-06-04"),
        ("A11.2", "C08-26#1", NOT_APPLICABLE, None),
        ("A11.8", "S08-1/items/2", FULFILLED, "2026-05-28"),
        ("A20.2", "C08-26", BREACH, None),  # no 服务标准
    ],
    "PH09": [
        ("A22.3", "C09-25", FULFILLED, "2025-10-24"),
        ("B.r01", "C09-25#1", FULFILLED, None),  # tier 2 or 3: offline training meets both
        ("B.r05", "C09-25#1", FULFILLED, None),
        ("B.r03", "C09-25#1", BREACH, "2026-09-30"),  # no push: both tiers are breached
        ("B.r07", "C09-25#1", NOT_APPLICABLE, None),  # not renewed, or no demand
        ("N1.T2", "C09-25#1", UNKNOWN, None),  # 4 kinds: enough for tier 3, not for tier 2
        ("A24.1", "S-SG", FULFILLED, "2025-11-11"),
        ("A11.2", "C09-25#1", FULFILLED, None),
        ("A11.3", "S09-1/items/1", JUDGEMENT, None),
        ("A20.1", "C09-25", FULFILLED, None),
        ("A8.1", "C09-25#1", UNKNOWN, None),  # tier 3 on record; the right one may be tier 2
        ("A22.1", "S09-1", FULFILLED, None),
        ("A24.4", "FU09-1", FULFILLED, "2026-04-10"),  # 清明 on 6 April
    ],
    "PH10": [
        ("A22.3", "C10-25", FULFILLED, "2025-12-01"),
        ("B.r01.t3", "C10-25#1", FULFILLED, None),
        ("B.r02.t3", "C10-25#1", UNKNOWN, None),
        ("N1.T2.t3", "C10-25#1", UNKNOWN, None),
        ("A-N1.a/insured-risk", "C10-25#1", UNKNOWN, None),
        ("A-N1.a/insured-hazards", "C10-25#1", UNKNOWN, None),
        ("A-N1.a/insured-training", "C10-25#1", FULFILLED, None),
        ("A24.1", "S10-1", FULFILLED, "2026-07-08"),
        ("A24.2", "S10-1", UNKNOWN, "2026-07-08"),
        ("A10.2", "C10-25#1", FULFILLED, None),
        ("A12.2", "C10-25#1", UNKNOWN, None),
        ("A20.1", "C10-25", UNKNOWN, None),
        ("A20.2", "C10-25", UNKNOWN, None),
        ("A26.2", "C10-25", FULFILLED, None),
        ("A8.1", "C10-25#1", FULFILLED, None),
        ("A21.1/factors", "PL10-25", UNKNOWN, None),
        ("A23.1/contract", "C10-25#1", UNKNOWN, None),
        ("A24.4", "FU10-1", FULFILLED, "2026-07-13"),
    ],
    "PH11": [
        ("A22.3", "C11-26", FULFILLED, "2026-03-16"),
        ("B.r01.t3", "C11-26#1", FULFILLED, None),
        ("B.r02.t3", "C11-26#1", FULFILLED, None),
        ("B.r03.t3", "C11-26#1", NOT_APPLICABLE, None),
        ("B.r04.t3", "C11-26#1", NOT_APPLICABLE, None),
        ("N1.T2.t3", "C11-26#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-risk", "C11-26#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-hazards", "C11-26#1", NOT_APPLICABLE, None),
        ("A-N1.a/insured-training", "C11-26#1", FULFILLED, None),  # before the contract ended
        ("A24.1", "S11-1", FULFILLED, "2026-05-27"),
        ("A11.2", "C11-26#1", NOT_APPLICABLE, None),
        ("A12.2", "C11-26#1", NOT_APPLICABLE, None),
    ],
    "PH12": [
        ("A22.3", "C12-25", FULFILLED, "2025-12-15"),
        ("B.r07.t1", "C12-25#1", FULFILLED, None),
        ("B.r09.t1", "C12-25#1", PENDING, "2026-11-30"),  # no 演练评估 yet
        ("B.r03.t1", "C12-25#1", PENDING, "2026-11-30"),
        ("N1.T2.t1", "C12-25#1", PENDING, "2026-11-30"),
        *(
            (f"A-N1.a/insured-{kind}", "C12-25#1", FULFILLED, None)
            for kind in ("risk", "hazards", "training")
        ),
        ("A22.1", "S12-2", UNKNOWN, None),
        ("A22.2", "S12-2", BREACH, None),
        ("A24.1", "S12-1", FULFILLED, "2026-04-23"),
        ("A24.1", "S12-2", LATE, "2026-07-03"),
        ("A24.1", "S12-4", BREACH, "2026-11-23"),  # the last day is over at its end
        ("A11.2", "C12-25#1", FULFILLED, None),
        ("A25.1", "H12-1", FULFILLED, "2026-06-16"),
        ("A25.4", "H12-1", FULFILLED, None),
        ("A26.3", "CP12", LATE, "2026-06-11"),
        ("A26.4", "CP12", BREACH, None),
        ("A26.5", "CP12", LATE, "2026-06-25"),
        ("A26.7", "CP12", FULFILLED, "2026-07-10"),
        ("A23.1/contract", "C12-25#1", PENDING, "2026-11-30"),  # one of two inspections
        ("A12.7", "S12-2/items/2", FULFILLED, "2026-06-26"),  # over 端午
        ("A12.6/progress", "H12-1", FULFILLED, "2026-06-30"),  # tracked on 23 June, uploaded on the 25th
        ("A12.7/progress", "H12-1", FULFILLED, "2026-06-30"),
        ("A12.6/hazard", "H12-1", FULFILLED, "2026-08-12"),
        ("A12.7/hazard", "H12-1", LATE, "2026-08-12"),
    ],
    "PH13": [
        ("A22.3", "C13-26", PENDING, "2026-12-03"),
        ("B.r01.t3", "C13-26#1", NOT_APPLICABLE, None),  # cover begins on 1 December
        ("N1.T2.t3", "C13-26#1", NOT_APPLICABLE, None),
        ("A20.1", "C13-26", JUDGEMENT, None),
        ("A20.2", "C13-26", FULFILLED, None),
        ("A6.2", "C13-26#1", NOT_APPLICABLE, None),
        ("A32.4/contract", "C13-26", OPEN, None),  # nothing filed yet
    ],
    "PH14": [
        ("A22.3", "C14-E", FULFILLED, "2026-05-21"),
        ("A22.3", "C14-W", FULFILLED, "2026-05-21"),
        ("B.r01.t3", "C14-E#1", FULFILLED, None),  # tier 3: 6000 + 7000
        ("B.r01.t3", "C14-W#1", FULFILLED, None),
        ("B.r04.t3", "C14-E#1", PENDING, "2027-04-30"),
        ("B.r05.t3", "C14-W#1", PENDING, "2027-04-30"),
        ("N1.T2.t3", "C14-E#1", PENDING, "2027-04-30"),
        ("A22.4", "REF14", OPEN, None),
        ("A22.5", "REF14", OPEN, None),
        ("A24.1", "S14-1", FULFILLED, "2026-07-29"),
        (
            "A20.1",
            "C14-E",
            JUDGEMENT,
            "2026-04-21",
        ),  # late: they talked the day after; whether enough, nobody says
        ("A24.4", "FU14-1", FULFILLED, "2026-07-29"),
        ("A26.3", "CP14", FULFILLED, "2026-11-17"),
        ("A26.4", "CP14", OPEN, None),
        ("A26.5", "CP14", PENDING, "2026-11-30"),
        ("A26.7", "CP14", NOT_APPLICABLE, None),
        ("A8.1", "C14-E#1", BREACH, "2026-04-21"),  # tier 4 on record, by its own premium; tier 3 together
        ("A8.1", "C14-W#1", BREACH, "2026-04-21"),
        ("A23.1/contract", "C14-E#1", PENDING, "2027-04-30"),
        ("A32.4/contract", "C14-W", FULFILLED, None),  # the complaint too
    ],
}

# By what is the insurer's own: norm, subject, status, due date.
OF_THE_INSURER = [
    ("A26.1", "INS", FULFILLED, None),
    ("A26.8", "INS", FULFILLED, None),
    ("A26.9", "INS", JUDGEMENT, None),
    ("A27.1", "INS", FULFILLED, None),
    ("A27.6", "INS", FULFILLED, None),
    ("A28.1", "INS", FULFILLED, None),
    ("A28.3", "INS", BREACH, None),  # closed at the end of 2025
    ("A27.2", "TEAM-GD", FULFILLED, None),  # a fourth member has left
    ("A27.3", "TEAM-QY", FULFILLED, None),
    ("A27.3", "TEAM-SG", FULFILLED, None),
    ("A27.4/team", "TEAM-GD", FULFILLED, None),  # 安全工程 中级
    ("A27.4/team", "TEAM-QY", FULFILLED, None),  # any speciality of 注册安全工程师
    ("A27.4/team", "TEAM-SG", BREACH, None),  # expired on 31 October
    ("A27.5/team", "TEAM-GD#2025", FULFILLED, None),
    ("A27.5/team", "TEAM-GD#2026", PENDING, "2026-12-31"),
    ("A27.5/team", "TEAM-QY#2025", BREACH, "2025-12-31"),
    ("A27.5/team", "TEAM-QY#2026", FULFILLED, None),
    ("A27.5/team", "TEAM-SG#2025", FULFILLED, None),
    ("A27.5/team", "TEAM-SG#2026", PENDING, "2026-12-31"),  # 廉洁从业 is no professional skill
    ("A28.2", "INS#2024", FULFILLED, None),
    ("A28.2", "INS#2025", FULFILLED, None),
    ("A28.2", "INS#2026", PENDING, "2026-12-31"),
    ("A28.5", "INS#2024", BREACH, "2024-12-31"),  # 7783.02 of 8250
    ("A28.5", "INS#2025", FULFILLED, None),  # 98940, to the fen
    ("A28.5", "INS#2026", PENDING, "2026-12-31"),  # met so far
    ("A-N1.b", "INS#2024", FULFILLED, None),  # 3891.51 of 7783.02
    ("A-N1.b", "INS#2025", FULFILLED, None),
    ("A-N1.b", "INS#2026", PENDING, "2026-12-31"),
    ("A28.4", "S02-3", FULFILLED, None),  # an entry of nought is an entry
    ("A28.4", "S05-1", OPEN, None),
    ("A28.4", "S12-4", OPEN, None),
    ("A28.4", "S12-3", JUDGEMENT, None),  # on record, nobody has compared it with the vouchers
    ("A28.4", "S-PUSH-QY", OPEN, None),  # what the pushes cost is entered nowhere, not even nought
    ("A28.6", "PAY12-2", FULFILLED, None),
    ("A28.7", "PAY12-2", FULFILLED, None),
    ("A28.6", "PAY02-1", JUDGEMENT, None),
    ("A28.6", "PAY-X", BREACH, None),
    ("A28.7", "PAY-X", BREACH, None),
    ("A6.1", "INS", FULFILLED, None),
    ("A6.5", "INS", BREACH, None),  # no interface with 金融监督管理部门
    ("A6.6", "DR1", FULFILLED, None),
    ("A6.6", "DR2", OPEN, None),  # 30 November is the request's own date, not the text's
    ("A17.1/insurer", "INS", FULFILLED, None),
    ("A17.2/insurer", "INS", JUDGEMENT, None),
    ("A17.3/insurer", "INS", FULFILLED, None),  # 标准化建设 by the third party
    ("A18.1/insurer", "INS", FULFILLED, None),
    ("A19.1", "S12-4/persons/1", FULFILLED, None),
    ("A19.1", "S03-4/persons/2", JUDGEMENT, None),
    ("A19.2", "S02-2/persons/1", FULFILLED, None),  # 采矿工程 副高级, judged 相关专业
    ("A19.2", "S12-3/persons/1", FULFILLED, None),  # 15 October, valid to the 31st
    ("A19.2", "S12-4/persons/1", BREACH, None),  # 5 November
    ("A19.2", "S14-1/persons/1", BREACH, None),  # 化工安全 is enough for Article 27 only
    ("A19.2", "S-QY/persons/2", NOT_APPLICABLE, None),  # not performing
    ("A19.3", "S03-4/persons/1", FULFILLED, None),
    ("A19.3", "S03-4/persons/2", BREACH, None),  # from 2 January 2025, not yet two years
    ("A19.3", "S04-1/persons/1", FULFILLED, None),  # from 14 November 2022 to the 14th of 2024
    ("A19.4", "S12-4/persons/1", FULFILLED, None),  # the finding on him is not 泄密
    ("A23.1/insurer", "S01-1", FULFILLED, None),
    ("A23.1/insurer", "S07-2", BREACH, None),  # the plan says on site
    ("A23.1/insurer", "S04-1", BREACH, None),
    ("A23.1/insurer", "S12-3", JUDGEMENT, None),
    ("A23.1/insurer", "S-PUSH-QY", JUDGEMENT, None),  # a stream: provided on each occasion, never completed
    ("A23.1/insurer", "S-PUSH-SG", JUDGEMENT, None),
    ("A23.2", "INS", FULFILLED, None),
    ("A23.3", "S12-3", FULFILLED, None),
    ("A23.3", "S12-4", OPEN, None),
    ("A23.4", "S12-4", NOT_APPLICABLE, None),  # nothing recorded that could be uploaded
    ("A23.4", "S01-3", FULFILLED, "2026-09-23"),  # 20 September a working Sunday
    ("A23.4", "S11-1", FULFILLED, "2026-05-20"),  # on the last day
    ("A23.4", "S12-2", FULFILLED, "2026-06-26"),  # over 端午
    ("A23.4", "S10-1", LATE, "2026-07-01"),
    ("A23.4", "S02-1", LATE, None),  # of 2025: judged not to be 及时
    ("A23.4", "S02-3", JUDGEMENT, None),
    ("A23.4", "S03-1", OPEN, None),
    ("A29.1/insurer", "INS", FULFILLED, None),
    ("A29.1/thirdparty", "EN-24", FULFILLED, None),  # ended early: nothing to accept
    ("A29.1/thirdparty", "EN-25", OPEN, None),  # expired, never accepted
    ("A29.1/thirdparty", "EN-26", JUDGEMENT, None),
    ("A30.2", "INS", OPEN, None),  # one service is not recorded
    ("A30.3", "INS#2024", FULFILLED, None),
    ("A30.3", "INS#2025", BREACH, "2025-12-31"),
    ("A30.3", "INS#2026", FULFILLED, None),  # made in January, on 2025
    ("A30.4", "SA24", FULFILLED, None),
    ("A30.4", "SA25", OPEN, None),
    ("A31.1", "INS", JUDGEMENT, None),
    ("A31.3", "FN-TP", LATE, "2026-07-22"),  # the insurer's own five working days from the 15th
    ("A31.3", "FN-DENG", PENDING, "2026-11-25"),  # from the 18th: 19, 20, 23, 24, 25
    ("A31.4", "FN-TP2", FULFILLED, None),
    ("A31.4", "FN-TP", NOT_APPLICABLE, None),
    ("A32.1", "INS", FULFILLED, None),
    ("A32.2", "S12-4", OPEN, None),
    ("A32.3", "AE01-25-1", PENDING, "2031-10-31"),  # five years from the end of the contract
    ("A32.3", "AE04-24-5", BREACH, None),  # destroyed on 2026-03-02; no date is left to wait for
    ("A32.3", "AE-F24", PENDING, "2029-12-31"),
    ("A32.4/insurer", "INS", FULFILLED, None),
    ("A33.1", "INS", OPEN, None),  # no data on 服务自评
    ("A33.2", "INS", FULFILLED, None),  # an authority and the insured
    ("A34.4", "FN-TP2", JUDGEMENT, None),
    ("A34.4", "FN-TP", NOT_APPLICABLE, None),
]

# What another reading would make of it: norm, subject, switch, option, status.
READINGS_OF_THE_INSURER = [
    ("A27.4/team", "TEAM-SG", "a27_4.scope", "whole_insurer", FULFILLED),
    ("A27.5/team", "TEAM-GD#2025", "a27_5.unit", "each_member", BREACH),  # 林慧敏 came once
    ("A28.5", "INS#2025", "fee.test", "spending", BREACH),
    ("A17.3/insurer", "INS", "a17_3.scope", "each_performer", BREACH),
    ("A19.3", "S02-2/persons/1", "a19_3.work", "both", BREACH),  # 林慧敏 has done technical work only
    ("A30.3", "INS#2025", "self_assessment.year", "year_assessed", LATE),
    ("A30.3", "INS#2026", "self_assessment.year", "year_assessed", PENDING),
    ("A34.4", "FN-TP2", "a34_4.bearer", "insurer", OPEN),
    ("A34.4", "FN-TP2", "a34_4.bearer", "authority", NOT_APPLICABLE),
]

# Working days of delay, also by hand.
DELAYS = {
    ("PH02", "A22.3", "C02-25"): 2,
    ("PH03", "A24.1", "S-QY"): 2,
    ("PH04", "A22.1", "S-QY"): 1,
    ("PH06", "A22.3", "C06-26"): 2,
    ("PH06", "A24.1", "S-SG"): 3,
    ("PH07", "A22.3", "C07-25"): 1,
    ("PH07", "A24.1", "S07-2"): 6,
    ("PH12", "A24.1", "S12-2"): 3,
    ("PH03", "A11.9", "S03-4/items/1"): 1,
    ("PH04", "A11.9", "S04-2/items/1"): 1,
    ("PH04", "A12.7", "S04-2/items/2"): 1,
    ("PH12", "A12.7/hazard", "H12-1"): 1,
    ("PH05", "A24.4", "FU-QY-05"): 63,
    ("PH07", "A25.1", "H07-1"): 8,
    ("PH12", "A26.5", "CP12"): 2,
}

# What another reading of the text would make of it.
READINGS = [
    ("PH02", "N1.T2.t2", "C02-25#1", "kind_unit", "categories", BREACH),
    ("PH05", "B.r02.t3", "C05-25#1", "refusal", "no_excuse", BREACH),
    ("PH05", "N1.T2.t3", "C05-25#1", "refusal", "no_excuse", BREACH),
    ("PH06", "A-N1.a/insured-risk", "C06-25#1", "tier4_core", "note1_all_three", BREACH),
    ("PH06", "A-N1.a/insured-hazards", "C06-25#1", "tier4_core", "note1_all_three", FULFILLED),
    ("PH07", "B.r05.t3", "C07-25#1", "inspection.mode", "any_mode", FULFILLED),
    ("PH07", "A-N1.a/insured-hazards", "C07-25#1", "inspection.mode", "any_mode", FULFILLED),
    ("PH01", "A10.2", "C01-25#1", "freq_articles_can", "permissive", NOT_APPLICABLE),
    ("PH02", "A25.4", "H02-1", "a25_4.scope", "any_hazard_second_limb", OPEN),
    ("PH06", "A11.2", "C06-25#1", "tier4_core", "note1_all_three", BREACH),
]


@pytest.fixture(scope="module")
def report() -> Report:
    return load_regulation().check(EXAMPLES / "gd-insurer.json", as_of=AS_OF)


def verdict_of(report: Report, policyholder: str, norm: str, subject: str) -> Verdict:
    found = [
        v
        for v in report.verdicts
        if v.norm == norm
        and v.subject.policyholder == policyholder
        and (v.subject.id == subject or v.subject.id.startswith((f"{subject}/recipients/", f"{subject}>")))
    ]
    assert len(found) == 1, (policyholder, norm, subject, [v.subject.id for v in found])
    return found[0]


@pytest.mark.parametrize("policyholder", EXPECTED)
def test_the_verdicts_on_a_policyholder(report, policyholder):
    for norm, subject, status, due in EXPECTED[policyholder]:
        verdict = verdict_of(report, policyholder, norm, subject)
        assert verdict.status is status, (norm, subject, verdict)
        if due is not None:
            assert verdict.due == dt.date.fromisoformat(due), (norm, subject, verdict)


def test_how_late_what_came_late(report):
    for (policyholder, norm, subject), days in DELAYS.items():
        verdict = verdict_of(report, policyholder, norm, subject)
        assert verdict.delay == (days, "个工作日"), (policyholder, norm, subject)


@pytest.mark.parametrize("case", READINGS, ids=lambda case: f"{case[0]} {case[1]} {case[3]}={case[4]}")
def test_a_verdict_names_the_reading_it_depends_on(report, case):
    policyholder, norm, subject, switch, option, status = case
    verdict = verdict_of(report, policyholder, norm, subject)
    assert not verdict.robust
    assert status in {a.status for a in verdict.alternatives if (a.switch, a.option) == (switch, option)}


def test_the_insurer_as_a_whole_has_carried_out_all_three_every_year(report):
    found = {v.subject.year: v.status for v in report.find("A-N1.a/insurer")}
    assert {year: found[year] for year in ("2024", "2025", "2026")} == dict.fromkeys(
        ("2024", "2025", "2026"), FULFILLED
    )


@pytest.mark.parametrize("case", OF_THE_INSURER, ids=lambda case: f"{case[0]} {case[1]}")
def test_the_verdicts_on_what_is_the_insurers_own(report, case):
    norm, subject, status, due = case
    (verdict,) = [v for v in report.verdicts if v.norm == norm and v.subject.id == subject]
    assert verdict.status is status, verdict
    if due is not None:
        assert verdict.due == dt.date.fromisoformat(due), verdict


@pytest.mark.parametrize("case", READINGS_OF_THE_INSURER, ids=lambda case: f"{case[0]} {case[1]}")
def test_what_is_the_insurers_own_under_another_reading(report, case):
    norm, subject, switch, option, status = case
    (verdict,) = [v for v in report.verdicts if v.norm == norm and v.subject.id == subject]
    assert status in {a.status for a in verdict.alternatives if (a.switch, a.option) == (switch, option)}


def test_a_delay_in_hours_is_told_in_hours(report):
    assert verdict_of(report, "PH12", "A26.3", "CP12").delay == (24, "小时")


def test_what_is_measured_by_the_insurers_own_number_says_so(report):
    own = [("PH03", "A24.4", "FU-QY-03"), ("PH01", "A12.6", "S01-1/items/2"), ("PH12", "A26.3", "CP12")]
    for policyholder, norm, subject in own:
        reason = verdict_of(report, policyholder, norm, subject).reason
        assert "本机构参数" in reason, (norm, subject, reason)
        assert "不是本指引的要求" in reason, (norm, subject, reason)
    assert "本机构参数" not in verdict_of(report, "PH02", "A24.4", "FU02-1").reason  # of 2025


def test_an_upload_that_came_late_by_the_insurers_own_number(report):
    (verdict,) = [v for v in report.find("A23.4") if v.subject.id == "S10-1"]
    assert verdict.delay == (5, "个工作日")
    assert verdict.own_limit


def test_few_verdicts_lack_facts_and_each_is_one_that_the_page_explains(report):
    unknown = {(v.norm.partition(".")[0], v.subject.policyholder, v.subject.id) for v in report.of(UNKNOWN)}
    elsewhere = {(article, whom) for article, whom, _ in unknown if whom != "PH10"}
    assert elsewhere == {
        *(("A22", whom) for whom in ("PH07", "PH12")),  # talks in 韶关
        *(("A24", whom) for whom in ("PH06", "PH07", "PH09")),  # uploads in 韶关, of 2025
        *(("A32", whom) for whom in ("PH06", "PH07", "PH08", "PH09", "PH11", "PH12")),  # the archive in 韶关
        ("A17", None),  # what the third party did in 韶关
        *((article, "PH09") for article in ("A8", "N1")),  # the accident of 2024
    }
    assert len(report.of(UNKNOWN)) < 45
    assert len(report.of(JUDGEMENT)) < 110


def test_every_article_that_binds_the_insurer_has_verdicts(report):
    norms = {v.norm for v in report.verdicts if v.status is not NOT_APPLICABLE}
    articles = {"A6": 5, "A8": 1, "A10": 2, "A11": 8, "A12": 5, "A17": 3, "A18": 1, "A19": 4, "A20": 2}
    articles |= {"A21": 1, "A22": 5, "A23": 4, "A24": 3, "A25": 4, "A26": 9, "A27": 6, "A28": 7, "A29": 1}
    articles |= {"A30": 3, "A31": 3, "A32": 4, "A33": 2, "A34": 1}
    for article, at_least in articles.items():
        found = {n.partition("/")[0] for n in norms if n.startswith(article + ".")}
        assert len(found) >= at_least, (article, sorted(found))


def test_every_status_occurs_but_that_of_rules_not_in_force(report):
    assert {v.status for v in report.verdicts} == set(Status) - {Status.NOT_IN_FORCE}


def test_the_articles_on_institutions_persons_and_files_come_in_every_status_but_excused(report):
    """Only what Annexes 1 and 2 ask for is excused by a refusal."""
    articles = {f"A{n}" for n in (6, 8, 17, 18, 19, 21, 23, 29, 30, 31, 32, 33, 34)}
    verdicts = [v for v in report.verdicts if v.norm.partition(".")[0] in articles and v.kind != "advisory"]
    assert {v.status for v in verdicts} == set(Status) - {Status.NOT_IN_FORCE, EXCUSED}


def test_asking_for_the_accidents_would_settle_the_kinds_of_one_policyholder(report):
    verdict = verdict_of(report, "PH09", "N1.T2", "C09-25#1")
    assert set(verdict.possible) == {BREACH, FULFILLED}
    assert {m.label for m in verdict.missing} == {
        "投保单位「韶关市曲江区樟市高岭土有限公司」的生产安全事故是否齐备",
        "保险年度「C09-25/policy_years/1」的申报上年事故",  # the other way to settle it
    }


def test_tiers_of_the_policyholders(report):
    tiers = {r.subject.id: r.results for r in report.results if r.table == "服务档次"}
    assert tiers["C01-25#1"] == ("第一档",)
    assert tiers["C02-25#1"] == ("第二档",)
    assert tiers["C02-26#1"] == ("第一档",)  # the accident of August 2025
    assert tiers["C06-25#1"] == ("第四档",)
    assert tiers["C09-25#1"] == ("第二档", "第三档")
    assert tiers["C10-25#1"] == ("第三档",)  # as declared on the proposal form
    assert tiers["C14-E#1"] == tiers["C14-W#1"] == ("第三档",)


def test_one_contract_with_premium_and_dates_gives_tiers_and_due_dates():
    report = load_regulation().check(EXAMPLES / "minimal.json", as_of=AS_OF)
    assert [r.results for r in report.results if r.table == "服务档次"] == [("第一档", "第二档")]
    (fixing,) = report.find("A22.3")
    assert (fixing.status, fixing.due) == (UNKNOWN, dt.date(2026, 12, 3))
    dues = {v.norm: v.due for v in report.verdicts if v.status is UNKNOWN}
    assert dues["B.r01"] == dues["N1.T2"] == dt.date(2027, 11, 9)
    without_demand = {v.norm for v in report.of(NOT_APPLICABLE)}
    assert {"B.r06", "B.r08", "B.r10", "B.r12", "B.r13"} <= without_demand
