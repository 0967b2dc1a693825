"""The catalogue is complete, and every label can be said in a rule."""

import typing

import pytest

from ajx_rules.domain import book
from ajx_rules.domain.catalogue import RecordClass, catalogue
from ajx_rules.domain.enums import ENUMS, LABELS
from ajx_rules.domain.facts import EitherOr, Record, Spec, record, text
from ajx_rules.domain.labels import VOCABULARY_LABELS, faults_of_label

CLASSES = tuple(catalogue().classes.values())
EVERY_FIELD = [(cls, field) for cls in (*CLASSES, catalogue().ledger) for field in cls.fields.values()]


def test_every_record_class_of_the_book_has_its_place():
    classes = {c.__name__ for c in vars(book).values() if isinstance(c, type) and issubclass(c, Record)}
    assert {cls.name for cls in CLASSES} == classes - {"Record", "Ledger"}


@pytest.mark.parametrize("cls", CLASSES, ids=lambda cls: cls.name)
def test_a_class_stands_in_the_list_its_owner_names(cls: RecordClass):
    owner = catalogue().ledger if cls.owner is None else catalogue().classes[cls.owner]
    listed = owner.fields[cls.owner_list]
    assert (listed.kind, listed.target, listed.register) == ("parts", cls.name, cls.register)


def test_labels_can_be_said_in_a_rule():
    labels = [field.label for _, field in EVERY_FIELD] + [cls.label for cls in CLASSES]
    labels += [*VOCABULARY_LABELS.values(), *LABELS.values()]
    labels += [word.value for words in ENUMS.values() for word in words]
    labels += [group.label for cls in CLASSES for group in cls.either if group.label]
    assert [fault for label in labels for fault in faults_of_label(label)] == []


@pytest.mark.parametrize("label", ["", "订立的日期", "订立 日期", "已订立", "未订立", "订立\u3000日期"])
def test_labels_that_no_rule_can_say_are_refused(label: str):
    assert faults_of_label(label)


def test_labels_are_unique_in_their_class_and_classes_in_the_domain():
    for cls in CLASSES:
        assert len({field.label for field in cls.fields.values()}) == len(cls.fields), cls.name
    assert len({cls.label for cls in CLASSES}) == len(CLASSES)


def test_what_a_field_points_to_exists():
    for cls, field in EVERY_FIELD:
        place = f"{cls.name}.{field.name}"
        if field.kind in {"ref", "refs", "parts"}:
            assert field.target in catalogue().classes, place
        if field.kind in {"enum", "enums"}:
            assert field.target in ENUMS, place
        if field.kind in {"code", "codes", "map"}:
            assert field.vocabulary in VOCABULARY_LABELS, place
        assert all(name in catalogue().classes for name in field.among), place
        assert field.english, place


def test_the_name_of_a_field_tells_a_day_from_a_moment():
    for cls, field in EVERY_FIELD:
        if field.name.endswith("_at"):
            assert field.kind == "moment", f"{cls.name}.{field.name}"
        if field.name.endswith("_on") or field.mark == "fixed":
            assert field.kind == "date", f"{cls.name}.{field.name}"


def test_a_class_has_at_most_one_date_of_the_record():
    for cls in CLASSES:
        assert sum(field.mark == "dated" for field in cls.fields.values()) <= 1, cls.name


def test_either_or_groups_name_fields_that_may_be_left_out():
    for cls in CLASSES:
        for group in cls.either:
            assert all(not cls.fields[name].required for name in group.fields), cls.name
    service = catalogue().classes["Service"]
    assert service.either == (EitherOr(("branch", "third_party")),)


def test_annotations_agree_with_what_the_makers_say():
    for cls in CLASSES:
        hints = typing.get_type_hints(cls.python)
        for field in cls.fields.values():
            optional = type(None) in typing.get_args(hints[field.name])
            lists = field.kind == "parts" and field.register
            assert optional is not (field.required or lists), f"{cls.name}.{field.name}"


def test_lookups():
    known = catalogue()
    contract = known.classes["Contract"]
    assert known.by_label("保险合同") is contract
    assert known.find("Contract") is known.find("保险合同") is contract
    assert known.find("合同") is None
    assert contract.by_label("保费") is contract.field("premium") is contract.field("保费")
    assert contract.field("nothing") is None
    assert {cls.name for cls, _ in known.fields_labelled("订立日期")} == {"Contract"}
    assert known.descends("PlannedService", "Policyholder")
    assert not known.descends("Service", "Policyholder")
    assert known.of(book.Person(name="甲")).name == "Person"


def test_the_catalogue_cannot_be_changed():
    with pytest.raises(TypeError):
        catalogue().classes["Contract"] = None
    with pytest.raises(AttributeError):
        catalogue().classes["Contract"].label = "x"


def test_a_field_not_made_by_a_maker_is_a_fault_of_the_class():
    with pytest.raises(TypeError, match=r"Odd\.size"):

        @record("怪", measure="个")
        class Odd(Record):
            size: int = 3


def test_metadata_is_all_there_is():
    @record("例", measure="个")
    class Example(Record):
        name: str | None = text("名称")

    assert Example.heading_of_class.english == "example"
    assert dict(Example.fields_of_class)["name"] == Spec("text", "名称")
