"""What a caller may get wrong when asking: told, never taken for an empty answer."""

import pickle
from datetime import date

import pytest

from ajx_rules import load_regulation
from ajx_rules.diagnostics import Problems
from ajx_rules.engines.verdict import Status

MINIMAL = "examples/minimal.json"


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"norm": "99-9"}, "R003"),
        ({"subject": "nobody"}, "R004"),
        ({"norm": "22-3", "subject": "nobody"}, "R004"),
    ],
)
def test_a_name_that_nothing_bears_is_no_clean_report(asked, code):
    with pytest.raises(Problems) as found:
        load_regulation().check(MINIMAL, **asked)
    assert [d.code for d in found.value.diagnostics] == [code]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"as_of": "2026-11-23"}, "as_of must be a day"),
        ({"published": "2025-01-01"}, "published must be a day"),
        ({"readings": ["refusal"]}, "readings must map switches"),
        ({"closed_world": "false"}, "closed_world must be True or False"),
        ({"tried": "breach"}, "tried must list statuses"),
        ({"tried": Status.BREACH}, "tried must list statuses"),
    ],
)
def test_values_of_another_kind(asked, said):
    with pytest.raises(TypeError, match=said):
        load_regulation().check(MINIMAL, **asked)


@pytest.mark.parametrize("ledger", [123, None, []])
def test_a_ledger_of_another_kind(ledger):
    with pytest.raises(TypeError, match="a ledger is"):
        load_regulation().check(ledger)


def test_statuses_by_name():
    report = load_regulation().check("examples/gd-insurer.json", as_of=date(2026, 11, 23))
    assert report.count("breach") == report.count(Status.BREACH) > 0
    assert report.of("breach") == report.of(Status.BREACH) != ()
    with pytest.raises(ValueError, match="broken"):
        report.of("broken")


def test_problems_travel_between_processes_and_say_where():
    with pytest.raises(Problems) as found:
        load_regulation().check({"known_on": "2026-11-23", "foo": 1, "policyholders": [{"nam": "甲矿"}]})
    back = pickle.loads(pickle.dumps(found.value))  # noqa: S301 - made on the line above
    assert back.diagnostics == found.value.diagnostics
    assert type(back) is type(found.value)
    first, *rest = str(back).splitlines()
    assert "foo" in first
    assert rest
    assert any("$.policyholders[0]" in line for line in (first, *rest))


def test_what_is_large_has_a_short_repr():
    regulation = load_regulation()
    report = regulation.check(MINIMAL)
    assert len(repr(regulation)) < 200
    assert len(repr(report)) < 600


@pytest.mark.parametrize("said", ["无", "none", ""])
def test_a_word_that_says_there_is_none_is_no_entry_of_an_open_list(said):
    """回访记录 is met by what was entered; 无 enters nothing (24-2)."""
    follow_up = {"policyholder": "P", "made_at": "2026-03-03", "opinions": "无意见"}
    service = {
        "id": "S",
        "items": [{"item": "培训会"}],
        "recipients": [{"policyholder": "P"}],
        "started_at": "2026-03-02",
        "completed_on": "2026-03-02",
        "follow_ups": [follow_up | {"satisfaction": said}],
    }
    ledger = {
        "known_on": "2026-06-30",
        "policyholders": [{"id": "P", "name": "甲矿"}],
        "services": [service],
        "complete": [{"records": ["*"], "through": "2026-06-30"}],
    }
    found = load_regulation().check(ledger, norm="24-2")
    assert [v.status for v in found.verdicts] == [Status.BREACH]
    assert not any("满意" in zh for zh, _ in found.caveats)


@pytest.mark.parametrize("as_of", [date(1, 1, 1), date(1899, 12, 31), date(2201, 1, 1), date(9999, 12, 31)])
def test_a_day_of_no_ledger(as_of):
    with pytest.raises(ValueError, match="1900 to 2200"):
        load_regulation().check(MINIMAL, as_of=as_of)


def test_statuses_to_try_by_name_and_from_any_list():
    def tried(wanted):
        report = load_regulation().check("examples/gd-insurer.json", norm="22-3", tried=wanted)
        return [(v.status, v.robust is None) for v in report.verdicts]

    found = tried([Status.BREACH])
    assert found == tried(["breach"]) == tried(iter([Status.BREACH]))
    assert {not untried for status, untried in found if status is Status.BREACH} == {True}
    with pytest.raises(ValueError, match="broken"):
        tried(["broken"])


NAMES = [
    ("PH07", "仁化县董塘萤石矿业有限公司"),
    ("INS", "岭南安泰财产保险股份有限公司"),
    ("C07-25", "PGD2025030040"),
]


@pytest.mark.parametrize(("id_", "name"), NAMES, ids=[id_ for id_, _ in NAMES])
def test_a_name_or_number_finds_what_the_id_finds(id_, name):
    regulation = load_regulation()
    everything = regulation.check("examples/gd-insurer.json", tried=())
    by_id, by_name = (
        regulation.check("examples/gd-insurer.json", tried=(), subject=each).verdicts for each in (id_, name)
    )
    assert by_name == by_id
    owed = {
        "PH07": lambda s: s.policyholder == "PH07",
        "INS": lambda s: s.insurer == "INS" and s.policyholder is None,
        "C07-25": lambda s: s.id == "C07-25" or s.id.startswith("C07-25#"),
    }[id_]
    assert {v.subject.id for v in everything.verdicts if owed(v.subject)} <= {v.subject.id for v in by_name}


def test_a_duty_is_explained_by_name_as_by_id():
    regulation = load_regulation()
    for (id_, name), norm in zip(NAMES, ("22-3", "28-5", "附1-频次"), strict=True):
        by_id, by_name = (regulation.explain("examples/gd-insurer.json", norm, each) for each in (id_, name))
        assert by_name == by_id != ()


def test_an_empty_name_names_nothing():
    with pytest.raises(Problems):
        load_regulation().check("examples/gd-insurer.json", norm="22-3", subject="", tried=())


def test_a_party_found_in_a_report_by_name_as_by_id():
    report = load_regulation().check("examples/gd-insurer.json", tried=())
    for (id_, name), norms in zip(NAMES, (("附2", "22-3"), ("A28", "附1")), strict=False):
        for norm in norms:
            assert report.find(norm, name) == report.find(norm, id_) != ()


def test_a_regulation_that_was_asked_goes_to_another_process():
    regulation = load_regulation()
    before = regulation.check(MINIMAL, tried=())
    again = pickle.loads(pickle.dumps(regulation))  # noqa: S301 - made on this line
    assert again.check(MINIMAL, tried=()) == before
