"""Every mistake in a ledger, planted once: its code, its place, and that all are told in one run.

Each plant is one record put into a root list of an otherwise good ledger, so that all of them
can also stand in one ledger together.
"""

import copy
import json
import re
from decimal import Decimal

import pytest

from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.diagnostics.catalogue import all_entries
from ajx_rules.ledger.read import ledger_from_json, read_ledger

GOOD = {
    "id": "L",
    "known_on": "2025-12-31",
    "insurers": [
        {"id": "INS", "name": "甲财险", "branches": [{"id": "BR", "name": "清远"}]},
        {"name": "乙财险"},
    ],
    "third_parties": [{"id": "TP", "name": "正衡"}],
    "policyholders": [
        {
            "id": "PH",
            "name": "云岭",
            "sites": [{"id": "SITE", "name": "采场"}],
            "contracts": [{"id": "C", "inception_on": "2025-01-01", "expiry_on": "2025-12-31"}],
        }
    ],
    "services": [{"id": "S", "recipients": [{"policyholder": "PH"}], "items": [{"item": "1"}]}],
    "documents": [{"id": "DOC"}],
    "judgements": [{"id": "J", "question": "及时", "about": "C", "answer": "是", "criteria": "两日"}],
}


def holder(**facts: object) -> tuple[str, dict[str, object]]:
    return "policyholders", {"name": "坏", **facts}


def contract(**facts: object) -> tuple[str, dict[str, object]]:
    return holder(contracts=[facts])


def service(**facts: object) -> tuple[str, dict[str, object]]:
    whole = {"recipients": [{"policyholder": "PH"}], "items": [{"item": "1"}]}
    return "services", {**whole, **facts}


# What is planted; where in the record; the code.
Plant = tuple[tuple[str, object], str, str]
PLANTS: dict[str, Plant] = {
    # the shape
    "unknown field": (holder(premum=1), ".premum", "L010"),
    "a field of another class": (holder(premium=1), ".premium", "L010"),
    "unknown label": (contract(保险费=1), ".contracts[0].保险费", "L010"),
    "two spellings of a field": (contract(premium=1, 保费=2), ".contracts[0].premium", "L011"),
    "missing name": (("policyholders", {}), ".name", "L012"),
    "name null": (("policyholders", {"name": None}), ".name", "L012"),
    "name unknown": (("policyholders", {"name": "不详"}), ".name", "L012"),
    "service without recipients": (("services", {"items": [{}]}), ".recipients", "L012"),
    "service with recipients unknown": (service(recipients="unknown"), ".recipients", "L012"),
    "a number for a record": (("policyholders", 5), "", "L013"),
    "null for a record": (("policyholders", None), "", "L013"),
    "an object for a list": (holder(contracts={}), ".contracts", "L014"),
    "unknown for a register": (holder(contracts="unknown"), ".contracts", "L014"),
    "a text for a set": (contract(sites="SITE"), ".contracts[0].sites", "L014"),
    "a text for a set of words": (
        holder(refusals=[{"notice_forms": "书面"}]),
        ".refusals[0].notice_forms",
        "L014",
    ),
    # values
    "number for a text": (holder(uscc=914), ".uscc", "L020"),
    "text for a bool": (service(continuous="是"), ".continuous", "L021"),
    "number for a bool": (service(continuous=1), ".continuous", "L021"),
    "text for a count": (
        service(recipients=[{"policyholder": "PH", "people": "许多"}]),
        ".recipients[0].people",
        "L023",
    ),
    "a half": (
        service(recipients=[{"policyholder": "PH", "people": "1.5"}]),
        ".recipients[0].people",
        "L022",
    ),
    "a list for a count": (
        service(recipients=[{"policyholder": "PH", "people": []}]),
        ".recipients[0].people",
        "L022",
    ),
    "no number": (contract(premium="五万"), ".contracts[0].premium", "L023"),
    "thousands separator": (contract(premium="50,000"), ".contracts[0].premium", "L023"),
    "bool for money": (contract(premium=True), ".contracts[0].premium", "L023"),
    "three decimals": (contract(premium="0.001"), ".contracts[0].premium", "L025"),
    "three decimals as a number": (contract(premium=Decimal("8600.005")), ".contracts[0].premium", "L025"),
    "negative premium": (contract(premium=-5), ".contracts[0].premium", "L026"),
    "negative hours": (
        ("insurers", {"name": "x", "branches": [{"name": "y", "teams": [{"trainings": [{"hours": -1}]}]}]}),
        ".branches[0].teams[0].trainings[0].hours",
        "L026",
    ),
    "too large": (contract(premium="1e15"), ".contracts[0].premium", "L027"),
    "a million digits": (contract(premium="9" * 1_000_000), ".contracts[0].premium", "L027"),
    "a bad rate": (contract(service_fee_rate="百分之十五"), ".contracts[0].service_fee_rate", "L023"),
    "a bad per cent": (contract(service_fee_rate="十五%"), ".contracts[0].service_fee_rate", "L028"),
    "policy year 0": (contract(policy_years=[{"no": 0}]), ".contracts[0].policy_years[0].no", "L029"),
    "slashes in a date": (contract(inception_on="2025/1/2"), ".contracts[0].inception_on", "L030"),
    "a number for a date": (contract(inception_on=20250102), ".contracts[0].inception_on", "L030"),
    "a list for a date": (contract(inception_on=[]), ".contracts[0].inception_on", "L030"),
    "an interval for a fixed date": (
        contract(expiry_on={"latest": "2025-01-01"}),
        ".contracts[0].expiry_on",
        "L030",
    ),
    "30 February": (contract(inception_on="2025-02-30"), ".contracts[0].inception_on", "L031"),
    "a bad moment": (service(started_at="2025-05-12T25:00"), ".started_at", "L032"),
    "a bad hour": (service(started_at="2025-05-12T8"), ".started_at", "L032"),
    "year 205": (contract(inception_on="0205-01-02"), ".contracts[0].inception_on", "L033"),
    "the end of time": (contract(expiry_on="9999-12-31"), ".contracts[0].expiry_on", "L033"),
    "accounting year 25": (("fee_extractions", {"accounting_year": 25}), ".accounting_year", "L033"),
    "interval reversed": (
        service(started_at={"earliest": "2025-02-01", "latest": "2025-01-01"}),
        ".started_at",
        "L034",
    ),
    "interval with a wrong key": (service(started_at={"from": "2025-02-01"}), ".started_at", "L034"),
    "interval with a bad day": (service(started_at={"latest": "2025-02-30"}), ".started_at", "L031"),
    "none for the date of a record": (contract(concluded_on="none"), ".contracts[0].concluded_on", "L035"),
    "none for a plain date": (contract(issued_on="无"), ".contracts[0].issued_on", "L035"),
    "none for a reference that must be": (
        service(follow_ups=[{"policyholder": "无"}]),
        ".follow_ups[0].policyholder",
        "L035",
    ),
    "a time for a day": (contract(concluded_on="2025-01-01T08:00"), ".contracts[0].concluded_on", "L036"),
    "unknown inside a set": (contract(sites=["SITE", "不详"]), ".contracts[0].sites[1]", "L037"),
    "null inside a set": (contract(sites=[None]), ".contracts[0].sites[0]", "L037"),
    "unknown scope": (
        ("complete", {"records": ["*"], "through": "2025-01-01", "scope": "unknown"}),
        ".scope",
        "L038",
    ),
    "unknown since": (
        ("complete", {"records": ["*"], "through": "2025-01-01", "since": "不详"}),
        ".since",
        "L038",
    ),
    "no scope": (
        ("complete", {"records": ["*"], "through": "2025-01-01", "scope": "none"}),
        ".scope",
        "L035",
    ),
    "a word not in the enumeration": (service(mode="远程"), ".mode", "L040"),
    "a number for a word": (service(mode=3), ".mode", "L040"),
    "a word not in a set of words": (
        holder(refusals=[{"notice_forms": ["书面", "口头"]}]),
        ".refusals[0].notice_forms[1]",
        "L040",
    ),
    "number for a reference": (contract(insurer=1), ".contracts[0].insurer", "L044"),
    "number in references": (contract(sites=[1]), ".contracts[0].sites[0]", "L044"),
    "number for an id": (("persons", {"id": 5, "name": "x"}), ".id", "L044"),
    "list for a map": (contract(clauses=["服务对象"]), ".contracts[0].clauses", "L045"),
    "text in a map": (contract(clauses={"服务对象": "有"}), ".contracts[0].clauses.服务对象", "L021"),
    "two performers": (service(branch="BR", third_party="TP"), ".third_party", "L046"),
    "no recipients": (service(recipients=[]), ".recipients", "L047"),
    "no records declared": (("complete", {"records": [], "through": "2025-01-01"}), ".records", "L047"),
    "extra fact too deep": (holder(extra={"x": [[[[[1]]]]]}), ".extra.x", "L048"),
    "extra facts as a list": (holder(extra=[]), ".extra", "L045"),
    "sources as a list": (holder(sources=[]), ".sources", "L045"),
    "source that is no text": (holder(sources={"name": 5}), ".sources.name", "L044"),
    "source of no field": (holder(sources={"nme": "DOC"}), ".sources.nme", "L049"),
    "a lone surrogate": (holder(region="\ud800"), ".region", "L054"),
    # ids and references
    "id used twice": (("documents", {"id": "PH"}), ".id", "L050"),
    "dangling reference": (contract(insurer="INX"), ".contracts[0].insurer", "L051"),
    "dangling in a set": (contract(sites=["SITE", "SITF"]), ".contracts[0].sites[1]", "L051"),
    "dangling about": (("archive", {"kind": "保险合同", "about": ["C", "CC"]}), ".about[1]", "L051"),
    "dangling source": (holder(sources={"*": "DOX#p3"}), ".sources.*", "L051"),
    "reference to another class": (contract(insurer="TP"), ".contracts[0].insurer", "L052"),
    "scope of a class without scopes": (
        ("complete", {"records": ["*"], "through": "2025-01-01", "scope": "DOC"}),
        ".scope",
        "L052",
    ),
    "source that is no document": (holder(sources={"*": "PH"}), ".sources.*", "L052"),
    "empty id": (("documents", {"id": " "}), ".id", "L053"),
    "reserved id": (("documents", {"id": "None"}), ".id", "L053"),
    # contradictions
    "concluded in the future": (contract(concluded_on="2026-01-01"), ".contracts[0].concluded_on", "L060"),
    "a milestone in the future": (
        contract(terminated_on="2026-01-01"),
        ".contracts[0].terminated_on",
        "L060",
    ),
    "an interval into the future": (service(started_at={"latest": "2026-02-01"}), ".started_at", "L060"),
    "a moment in the future": (service(started_at="2026-01-01T00:00"), ".started_at", "L060"),
    "logged in the future": (contract(logged_on="2026-01-01"), ".contracts[0].logged_on", "L060"),
    "complete into the future": (
        ("complete", {"records": ["*"], "through": "2026-01-01"}),
        ".through",
        "L060",
    ),
    "expiry before inception": (
        contract(inception_on="2025-01-02", expiry_on="2025-01-01"),
        ".contracts[0].expiry_on",
        "L061",
    ),
    "validity ends before it begins": (
        ("capabilities", {"valid_from": "2025-01-02", "valid_to": "2025-01-01"}),
        ".valid_to",
        "L061",
    ),
    "complete since after through": (
        ("complete", {"records": ["*"], "through": "2025-01-01", "since": "2025-02-01"}),
        ".through",
        "L061",
    ),
    "notified before refused": (
        holder(refusals=[{"refused_at": "2025-05-02", "notified_at": "2025-05-01"}]),
        ".refusals[0].notified_at",
        "L062",
    ),
    "completed before started": (
        service(started_at="2025-05-02T09:00", completed_on="2025-05-01"),
        ".completed_on",
        "L062",
    ),
    "an item completed before the service started": (
        service(started_at="2025-05-02", items=[{"completed_on": {"latest": "2025-05-01"}}]),
        ".items[0].completed_on",
        "L062",
    ),
    "continuous and completed": (
        service(continuous=True, completed_on="2025-05-01"),
        ".completed_on",
        "L063",
    ),
    "an item served twice": (service(items=[{"item": "1"}, {"item": "1"}]), ".items[1]", "L064"),
    "an item served twice to one": (
        service(items=[{"item": "1", "recipients": ["PH"]}, {"item": "1"}]),
        ".items[1]",
        "L064",
    ),
    "complete records of no class": (
        ("complete", {"records": ["Contrakt"], "through": "2025-01-01"}),
        ".records[0]",
        "L065",
    ),
    "two years of one number": (
        contract(policy_years=[{"no": 1}, {"no": 1}]),
        ".contracts[0].policy_years[1].no",
        "L066",
    ),
    "a recipient twice": (
        service(recipients=[{"policyholder": "PH"}] * 2),
        ".recipients[1].policyholder",
        "L066",
    ),
    "a year outside the contract": (
        contract(
            inception_on="2025-01-01",
            expiry_on="2025-12-31",
            policy_years=[{"no": 1, "ends_on": "2026-01-01"}],
        ),
        ".contracts[0].policy_years[0]",
        "L067",
    ),
    "a year beyond the contract": (
        contract(inception_on="2025-01-01", expiry_on="2026-12-31", policy_years=[{"no": 3}]),
        ".contracts[0].policy_years[0]",
        "L067",
    ),
    "a year beyond the contract, its days unknown": (
        contract(
            inception_on="2025-01-01",
            expiry_on="2025-12-31",
            policy_years=[{"no": 99, "starts_on": "unknown"}],
        ),
        ".contracts[0].policy_years[0]",
        "L067",
    ),
    "years that overlap": (
        contract(
            policy_years=[
                {"no": 1, "starts_on": "2024-01-01", "ends_on": "2024-12-31"},
                {"no": 2, "starts_on": "2024-12-31", "ends_on": "2025-12-30"},
            ]
        ),
        ".contracts[0].policy_years[1]",
        "L068",
    ),
    "an item for one not served": (
        service(items=[{"recipients": ["P0"]}]),
        ".items[0].recipients[0]",
        "L069",
    ),
    "a follow-up with one not served": (
        service(follow_ups=[{"policyholder": "P0"}]),
        ".follow_ups[0].policyholder",
        "L069",
    ),
    "a person at another service's occasion": (
        service(persons=[{"person": "PERSON", "occasions": ["OCC"]}]),
        ".persons[0].occasions[0]",
        "L069",
    ),
    "a judgement against another": (
        ("judgements", {"question": "及时", "about": "C", "answer": "否", "criteria": "两日"}),
        ".answer",
        "L070",
    ),
    "a judgement without its criteria": (
        ("judgements", {"question": "充分", "about": "C", "answer": "否"}),
        ".criteria",
        "L079",
    ),
    "a judgement with blank criteria": (
        ("judgements", {"question": "充分", "about": "C", "answer": "是", "criteria": "　"}),
        ".criteria",
        "L079",
    ),
    "shares that do not sum": (
        (
            "payments",
            {
                "insurer": "INS",
                "accounting_year": 2024,
                "amount": 10,
                "shares": [{"amount": 4}, {"amount": 5}],
            },
        ),
        ".shares",
        "L071",
    ),
    "no accident declared, but one on record": (
        holder(
            accidents=[
                {
                    "occurred_at": "2024-06-01",
                    "determination": "属生产安全事故",
                    "liability": "承担责任",
                    "contractor_work": False,
                }
            ],
            contracts=[
                {"inception_on": "2025-01-01", "policy_years": [{"no": 1, "declared_prior_accident": False}]}
            ],
        ),
        ".contracts[0].policy_years[0].declared_prior_accident",
        "L072",
    ),
    "an accident declared, but none on record": (
        holder(
            contracts=[
                {"policy_years": [{"no": 1, "starts_on": "2025-03-01", "declared_prior_accident": True}]}
            ],
        ),
        ".contracts[0].policy_years[0].declared_prior_accident",
        "L073",
    ),
    "a total unlike its details": (
        ("insurer_years", {"insurer": "INS", "year": 2024, "spent": "5"}),
        ".spent",
        "L074",
    ),
    "refusal under another's contract": (
        holder(refusals=[{"contract": "C"}]),
        ".refusals[0].contract",
        "L075",
    ),
    "accident on another's site": (holder(accidents=[{"site": "SITE"}]), ".accidents[0].site", "L075"),
    "recipient under another's contract": (
        service(recipients=[{"policyholder": "P0", "contract": "C"}]),
        ".recipients[0].contract",
        "L075",
    ),
    "a talk with one about another's contract": (
        ("communications", {"policyholder": "P0", "about": ["C"], "made_at": "2025-01-01"}),
        ".about",
        "L075",
    ),
    "a branch its own superior": (
        ("insurers", {"name": "丙", "branches": [{"id": "B1", "name": "x", "parent": "B1"}]}),
        ".branches[0].parent",
        "L076",
    ),
    "a ring of renewals": (
        holder(contracts=[{"id": "C1", "renewal_of": "C2"}, {"id": "C2", "renewal_of": "C1"}]),
        ".contracts[0].renewal_of",
        "L076",
    ),
}
OTHERS = {
    "policyholders": [{"id": "P0", "name": "别家"}],
    "persons": [{"id": "PERSON", "name": "某"}],
    "services": [
        {
            "recipients": [{"policyholder": "PH"}],
            "items": [{"item": "1"}],
            "occasions": [{"id": "OCC", "started_at": "2025-01-01"}],
        }
    ],
    "complete": [
        {"records": ["生产安全事故"], "through": "2025-12-31"},
        {"records": ["Payment"], "through": "2025-12-31", "scope": "INS"},
    ],
}


def base() -> dict[str, list[object]]:
    made = copy.deepcopy(GOOD)
    for list_name, entries in copy.deepcopy(OTHERS).items():
        made[list_name] = [*made.get(list_name, []), *entries]
    return made


def plant(data: dict[str, list[object]], planted: Plant) -> tuple[str, str]:
    (list_name, entry), place, code = planted
    entries = data.setdefault(list_name, [])
    entries.append(copy.deepcopy(entry))
    return code, f"$.{list_name}[{len(entries) - 1}]{place}"


def problems_of(data: object) -> tuple[Diagnostic, ...]:
    with pytest.raises(Problems) as caught:
        read_ledger(data)
    return caught.value.diagnostics


def in_plain_words(found: Diagnostic) -> bool:
    """Both languages, every placeholder filled, one line."""
    said = [found.message("zh"), found.message("en"), found.help("zh"), found.help("en")]
    filled = all(not re.search(r"\{[a-z_]+\}", text) and text.isprintable() for text in said)
    return (
        filled
        and bool(said[0])
        and bool(said[1])
        and said[0] != said[1]
        and all(t.encode() for t in said[:2])
    )


def test_the_ledger_without_plants_is_good():
    read_ledger(base())


@pytest.mark.parametrize("name", PLANTS)
def test_each_mistake_has_its_code_and_place(name: str):
    data = base()
    expected = plant(data, PLANTS[name])
    found = problems_of(data)
    assert expected in {(one.code, one.path) for one in found}
    assert all(in_plain_words(one) for one in found)
    # Nothing else is made of it but what follows from the same mistake.
    assert len(found) <= 2


def test_all_mistakes_are_told_in_one_run():
    data = base()
    expected = {plant(data, planted) for planted in PLANTS.values()}
    found = {(one.code, one.path) for one in problems_of(data)}
    assert expected - found == set()


def test_the_same_from_json_text():
    data = base()
    planted = {name: p for name, p in PLANTS.items() if "surrogate" not in name and "as a number" not in name}
    expected = {plant(data, p) for p in planted.values()}
    with pytest.raises(Problems) as caught:
        ledger_from_json(json.dumps(data, ensure_ascii=False))
    assert expected - {(one.code, one.path) for one in caught.value.diagnostics} == set()


def one_contract(text: str) -> str:
    return f'{{"known_on": "2025-12-31", "policyholders": [{{"name": "x", "contracts": [{text}]}}]}}'


@pytest.mark.parametrize(
    ("text", "code", "path", "words"),
    [
        ('{"known_on": "2025-12-31", "known_on": "2025-12-30"}', "L008", "$.known_on", ["known_on"]),
        ('{"known_on": "2025-12-31", "extra": {"a": 1, "a": 2}}', "L008", "$.extra.a", ["a"]),
        ('{"known_on": "2025-12-31", "extra": {"a": [{"b": 1, "b": 2}]}}', "L008", "$.extra.a[0].b", ["b"]),
        (
            '{"known_on": "2025-12-31", "insurer_years": [{"insurer": 1}]}',
            "L044",
            "$.insurer_years[0].insurer",
            ["1"],
        ),
        (
            '{"known_on": "2025-12-31", "policyholders": [{"name": NaN}]}',
            "L020",
            "$.policyholders[0].name",
            ["NaN"],
        ),
        (
            one_contract('{"premium": Infinity}'),
            "L023",
            "$.policyholders[0].contracts[0].premium",
            ["Infinity"],
        ),
        (
            one_contract('{"premium": 1e400}'),
            "L027",
            "$.policyholders[0].contracts[0].premium",
            ["1e400"],
        ),
        (
            one_contract('{"premium": 0.001}'),
            "L025",
            "$.policyholders[0].contracts[0].premium",
            ["0.001"],
        ),
        (
            one_contract('{"clauses": {"a": true, "a": false}}'),
            "L008",
            "$.policyholders[0].contracts[0].clauses.a",
            ["a"],
        ),
        ('{"policyholders": []}', "L012", "$.known_on", ["台账截止日", "known_on"]),
        ('{"known_on": "２０２５－１３－０１"}', "L031", "$.known_on", ["2025-13-01"]),
        ("[]", "L007", "$", ["[]"]),
        ("5", "L007", "$", ["5"]),
        ("null", "L007", "$", ["null"]),
    ],
)
def test_mistakes_of_json(text: str, code: str, path: str, words: list[str]):
    with pytest.raises(Problems) as caught:
        ledger_from_json(text)
    found = next(one for one in caught.value.diagnostics if (one.code, one.path) == (code, path))
    assert all(word in found.message("zh") for word in words)
    assert in_plain_words(found)


def test_a_python_float_is_told_which_text_to_write():
    data = base()
    (found,) = (one for one in problems_of(_with_premium(data, 8600.1)) if one.code == "L024")
    assert '"8600.1"' in found.message("zh")
    assert '"8600.1"' in found.message("en")


def _with_premium(data: dict[str, list[object]], premium: object) -> dict[str, list[object]]:
    data["policyholders"].append({"name": "x", "contracts": [{"premium": premium}]})
    return data


@pytest.mark.parametrize(
    ("plant_", "words"),
    [
        (PLANTS["unknown field"], ["extra"]),
        (PLANTS["a field of another class"], ["Contract.premium"]),
        (PLANTS["unknown label"], ["保费"]),
        (PLANTS["dangling reference"], ["INS"]),
        (PLANTS["complete records of no class"], ["Contract"]),
        (PLANTS["slashes in a date"], ['"2025-01-02"']),
        (PLANTS["a number for a date"], ['"2025-01-02"']),
        (PLANTS["a time for a day"], ['"2025-01-01"']),
        (PLANTS["reference to another class"], ["$.third_parties[0]"]),
    ],
)
def test_the_help_says_what_was_meant(plant_: Plant, words: list[str]):
    data = base()
    expected = plant(data, plant_)
    found = next(one for one in problems_of(data) if (one.code, one.path) == expected)
    assert all(word in found.help("zh") and word in found.help("en") for word in words)


def test_every_code_of_the_ledger_is_reached_by_some_test():
    planted = {code for _, _, code in PLANTS.values()}
    elsewhere = {
        *("L001", "L002", "L003", "L004", "L005", "L006"),  # test_files.py
        *("L007", "L008", "L024"),  # above
        "L019",  # Python only: test_facts.py
        *("L077", "L078", "L083", "L086"),  # warnings: test_validate.py
        *("L080", "L081", "L082", "L085"),  # test_parameters.py
        "L084",  # a warning: ledger/judgements.py, and the page of the code
        *("L090", "L091"),  # test_codes.py
    }
    assert planted | elsewhere == {code for code in all_entries() if code.startswith("L")}


def test_very_many_mistakes_stay_quick():
    holders = [{"name": "x", "contracts": [{"insurer": f"X{n}", "premum": n}]} for n in range(5000)]
    found = problems_of({**base(), "policyholders": [*base()["policyholders"], *holders]})
    assert sum(one.code == "L051" for one in found) == 5000
    assert sum(one.code == "L010" for one in found) == 5000


def test_a_talk_with_one_insured_under_anothers_contract_is_no_contradiction():
    contract = {"id": "C", "insured_units": ["A", "B"], "plans": [{"id": "PLAN", "made_on": "2026-01-03"}]}
    ledger = {
        "known_on": "2026-06-30",
        "policyholders": [{"id": "A", "name": "甲矿", "contracts": [contract]}, {"id": "B", "name": "乙矿"}],
        "communications": [{"policyholder": "B", "about": ["PLAN", "C"], "made_at": "2026-01-03"}],
    }
    assert read_ledger(ledger).communications
