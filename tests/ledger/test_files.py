"""Files that are no ledger: each is told in plain words, with its place, never by a traceback."""

import json
from pathlib import Path

import pytest

from ajx_rules.diagnostics import Diagnostic, Problems
from ajx_rules.ledger.read import ledger_from_json, read_ledger

MINIMAL = '{"known_on": "2025-12-31", "kept_by": "甲财险"}'


def only_problem(source: Path | str | bytes) -> Diagnostic:
    with pytest.raises(Problems) as caught:
        read_ledger(source)
    (found,) = caught.value.diagnostics
    return found


@pytest.mark.parametrize("name", ["nowhere.json", "", "\0", "x" * 5000, "a/b/c"])
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str):
    found = only_problem(str(tmp_path / name) if name not in {"", "\0"} else name)
    assert found.code == "L001"
    assert found.message("zh").isprintable()


def test_a_folder_is_no_ledger(tmp_path: Path):
    assert only_problem(tmp_path).code == "L001"


def test_json_text_given_for_a_path():
    found = only_problem(MINIMAL)
    assert found.code == "L001"
    assert "ledger_from_json" in found.help("zh")


@pytest.mark.parametrize("data", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n"])
def test_an_empty_file(data: bytes):
    assert only_problem(data).code == "L002"


def test_a_byte_order_mark_does_no_harm(tmp_path: Path):
    path = tmp_path / "台账.json"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.encode())
    assert read_ledger(path).kept_by == read_ledger(str(path)).kept_by == "甲财险"
    assert ledger_from_json("\ufeff" + MINIMAL).kept_by == "甲财险"


def test_a_file_in_gbk_is_told_so(tmp_path: Path):
    path = tmp_path / "台账.json"
    path.write_bytes(MINIMAL.encode("gbk"))
    found = only_problem(path)
    assert found.code == "L003"
    assert "GBK" in found.message("zh")
    assert "UTF-8" in found.help("zh")
    assert "台账.json" in found.message("en")


@pytest.mark.parametrize(
    "data", [MINIMAL.encode("utf-16"), MINIMAL.encode("utf-16-le"), b'{"a": "\xff\xff"}']
)
def test_another_encoding(data: bytes):
    assert only_problem(data).code == "L004"


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"known_on": "2025-12-31",}', 1, 26, "右括号前多了一个逗号"),
        ('{"known_on"： "2025-12-31"}', 1, 12, "全角"),
        ('{\n "known_on": "2025-12-31"，\n "id": "x"}', 2, 26, "全角"),
        ('{"insurers": [\n  1,\n ]}', 2, 4, "右括号前多了一个逗号"),
        ("{'known_on': 1}", 1, 2, "单引号"),
        ('{"known_on": "2025-12-31"', 1, 26, "中断"),
        ('{"known_on": "2025-12-31" "id": 1}', 1, 27, "逗号"),
        ('{"known_on" 1}', 1, 13, "冒号"),
        ('{"known_on": }', 1, 14, "缺少一个值"),
        ('{"known_on": "2025', 1, 14, "右引号"),
        ('{"known_on": "20\n25"}', 1, 17, "换行"),
        ('{"known_on": "\\x"}', 1, 15, "读懂"),
        ("{} {}", 1, 4, "还有内容"),
        ("{known_on: 1}", 1, 2, "双引号"),
        ("// x", 1, 1, "值"),
    ],
)
def test_text_that_is_no_json(text: str, line: int, column: int, words: str):
    with pytest.raises(Problems) as caught:
        ledger_from_json(text, file="台账.json")
    (found,) = caught.value.diagnostics
    assert found.code == "L005"
    assert (found.span.line, found.span.column, found.span.file) == (line, column, "台账.json")
    assert found.source_line == text.split("\n")[line - 1]
    assert words in found.message("zh")


def test_a_very_long_line_is_not_shown():
    found = only_problem(('{"id": "' + "长" * 10_000 + '"').encode())
    assert found.code == "L005"
    assert found.source_line is None


@pytest.mark.parametrize(
    "text", ["[" * 100_000, '{"a":' * 100_000, '{"extra": ' + "[" * 50_000 + "]" * 50_000 + "}"]
)
def test_very_deep_nesting(text: str):
    assert only_problem(text.encode()).code == "L006"


def test_deep_but_not_too_deep():
    text = '{"known_on": "2025-12-31", "policyholders": ' + "[" * 300 + "]" * 300 + "}"
    assert only_problem(text.encode()).code == "L013"


def test_a_file_of_twenty_megabytes():
    # One number of twenty million digits costs no more than reading it.
    digits = "9" * 20_000_000
    found = only_problem(f'{{"known_on": "2025-12-31", "policyholders": [{{"name": {digits}}}]}}'.encode())
    assert (found.code, found.path) == ("L020", "$.policyholders[0].name")
    assert len(found.message("zh")) < 200


def test_twenty_megabytes_of_text():
    name = "矿" * 7_000_000
    ledger = read_ledger(json.dumps({"known_on": "2025-12-31", "kept_by": name}, ensure_ascii=False).encode())
    assert ledger.kept_by == name
