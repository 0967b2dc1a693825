"""Whatever is given for a ledger, nothing but ``Problems`` is raised."""

import json
from collections.abc import Mapping
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ajx_rules.diagnostics import Problems
from ajx_rules.domain.catalogue import FieldInfo, RecordClass, catalogue
from ajx_rules.domain.enums import ENUMS
from ajx_rules.ledger.read import ledger_from_json, read_ledger
from ajx_rules.ledger.validate import validate
from ajx_rules.ledger.write import ledger_to_json

patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
KNOWN = catalogue()
WORDS = st.sampled_from(
    ["unknown", "不详", "none", "无", "", "P", "C", "2025-01-01", "2025-05-12T15:30", "0.1", "15%", "*",
     "2025-02-30", "９９", "\ud800", "x"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | WORDS
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(max_size=5), inner, max_size=3)
    ),
)


def survives(source: bytes | Mapping[str, object]) -> None:
    try:
        ledger = read_ledger(source)
    except Problems as problems:
        told = problems.diagnostics
    else:
        validate(ledger)
        assert ledger_from_json(ledger_to_json(ledger)) == ledger
        return
    assert told
    for found in told:
        assert found.to_json()
        assert found.message("zh").encode()
        assert found.message("en").isprintable()


def value_of(field: FieldInfo, depth: int) -> st.SearchStrategy[object]:
    """Mostly what a field may hold, now and then anything."""
    right: st.SearchStrategy[object] = WORDS
    if field.kind == "parts" and depth > 0:
        right = st.lists(record_of(KNOWN.classes[str(field.target)], depth - 1), max_size=2)
    elif field.kind == "enum":
        right = st.sampled_from([word.value for word in ENUMS[str(field.target)]])
    elif field.kind in {"date", "moment"}:
        right = st.dates().map(str) | WORDS
    elif field.kind in {"refs", "anys", "codes", "enums"}:
        right = st.lists(WORDS, max_size=2)
    elif field.kind in {"int", "num", "money", "rate"}:
        right = st.integers(-3, 3000)
    elif field.kind == "bool":
        right = st.booleans()
    return st.one_of(right, right, right, ANYTHING)


def record_of(cls: RecordClass, depth: int) -> st.SearchStrategy[dict[str, object]]:
    required = {f.name: value_of(f, depth) for f in cls.fields.values() if f.required}
    names = st.lists(st.sampled_from([f.name for f in cls.fields.values()]), max_size=4, unique=True)

    def drawn(chosen: list[str]) -> st.SearchStrategy[dict[str, object]]:
        fields = {**required, **{name: value_of(cls.fields[name], depth) for name in chosen}}
        return st.fixed_dictionaries(fields)

    return names.flatmap(drawn) | ANYTHING.map(lambda value: value if isinstance(value, dict) else {})


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes):
    survives(data)


@given(st.text(max_size=200))
def test_any_text(text: str):
    with suppress(Problems):
        ledger_from_json(text)


@patient
@given(ANYTHING)
def test_any_json_value(value: object):
    survives(json.dumps(value).encode())


@patient
@given(
    st.dictionaries(
        st.text() | st.integers() | st.none(), ANYTHING | st.binary() | st.decimals() | st.dates()
    )
)
def test_any_python_data(data: dict[str, object]):
    survives(data)


@patient
@given(record_of(KNOWN.ledger, 3))
def test_data_that_look_like_a_ledger(data: dict[str, object]):
    survives(data)
    survives(json.dumps({**data, "known_on": "2025-12-31"}).encode())
