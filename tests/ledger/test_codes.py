"""A ledger meets a regulation's vocabularies."""

from datetime import date

from ajx_rules.domain.book import Contract, Deliverable, Ledger, Policyholder, Recipient, Service, ServiceItem
from ajx_rules.domain.vocabulary import Vocabulary, VocabularyEntry, vocabulary
from ajx_rules.ledger.codes import check_codes

ITEMS = Vocabulary(
    "service_item",
    "服务内容",
    (VocabularyEntry("1", "教育培训会", "培训会"), VocabularyEntry("2", "宣传手册发放", "宣传手册")),
)


def ledger(items: list[object], **more: object) -> Ledger:
    served = Service(id="S", recipients=[Recipient(policyholder="P")], items=items, **more)
    return Ledger(
        known_on=date(2025, 12, 31), policyholders=[Policyholder(id="P", name="x")], services=[served]
    )


def test_an_undeclared_entry_of_a_closed_vocabulary_is_an_error():
    _, (found,) = check_codes(ledger([ServiceItem(item="宣传手测")]), {"service_item": ITEMS})
    assert (found.code, found.severity, found.path) == ("L090", "error", "$.services[0].items[0].item")
    assert "服务内容" in found.message("zh")
    assert "宣传手册" in found.help("zh")


def test_an_undeclared_entry_of_an_open_vocabulary_is_kept():
    forms = vocabulary("inspection_form", ["综合性排查"], open=True)
    checked, (found,) = check_codes(
        ledger([ServiceItem(forms=["综合性排查", "夜间排查"])]), {"inspection_form": forms}
    )
    assert (found.code, found.severity) == ("L091", "info")
    assert found.path == "$.services[0].items[0].forms[1]"
    assert checked.services[0].items[0].forms == ("综合性排查", "夜间排查")


def test_a_vocabulary_the_regulation_lacks_is_not_checked():
    before = ledger([ServiceItem(item="随便")])
    assert check_codes(before, {}) == (before, ())


def test_all_codes_are_checked_in_one_run():
    items = [ServiceItem(item="x1"), ServiceItem(item="x2")]
    _, found = check_codes(ledger(items), {"service_item": ITEMS})
    assert [one.path for one in found] == [f"$.services[0].items[{n}].item" for n in (0, 1)]


def test_codes_are_normalised_and_sets_stay_sets():
    items = [ServiceItem(item="培训会"), ServiceItem(item="宣传手册发放")]
    deliverable = Deliverable(kind="签到表", items=["1", "培训会"])
    checked, found = check_codes(ledger(items, deliverables=[deliverable]), {"service_item": ITEMS})
    assert found == ()
    assert [item.item for item in checked.services[0].items] == ["1", "2"]
    assert checked.services[0].deliverables[0].items == ("1",)


def test_what_only_normal_codes_show():
    twice = [ServiceItem(item="1"), ServiceItem(item="培训会")]
    deliverable = Deliverable(kind="签到表", items=["宣传手册"])
    _, found = check_codes(ledger(twice, deliverables=[deliverable]), {"service_item": ITEMS})
    assert [(one.code, one.path) for one in found] == [
        ("L064", "$.services[0].items[1]"),
        ("L069", "$.services[0].deliverables[0].items[0]"),
    ]


def test_a_deliverable_of_an_item_unknown_may_be_right():
    deliverable = Deliverable(kind="签到表", items=["宣传手册"])
    _, found = check_codes(ledger([ServiceItem()], deliverables=[deliverable]), {"service_item": ITEMS})
    assert found == ()


def test_an_entry_of_a_map_under_two_names():
    clause = Vocabulary("clause", "合同条款", (VocabularyEntry("1", "服务对象"),))
    holder = Policyholder(name="x", contracts=[Contract(clauses={"1": True, "服务对象": False})])
    _, found = check_codes(Ledger(known_on=date(2025, 12, 31), policyholders=[holder]), {"clause": clause})
    assert [one.code for one in found] == ["L066"]


def test_a_code_with_the_regulation_before_it():
    checked, found = check_codes(
        ledger([ServiceItem(item="gd:培训会")]), {"service_item": ITEMS}, regulation="gd"
    )
    assert (checked.services[0].items[0].item, found) == ("1", ())
    assert (
        len(check_codes(ledger([ServiceItem(item="sx:培训会")]), {"service_item": ITEMS}, regulation="gd")[1])
        == 1
    )


def test_places_are_known_without_a_regulation():
    holder = Policyholder(name="x", region="清远市")
    checked, found = check_codes(Ledger(known_on=date(2025, 12, 31), policyholders=[holder]), {})
    assert (checked.policyholders[0].region, found) == ("441800", ())
    wrong = Policyholder(name="x", region="火星")
    assert check_codes(Ledger(known_on=date(2025, 12, 31), policyholders=[wrong]), {})[1][0].code == "L090"
