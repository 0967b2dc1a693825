"""The sample ledger reads without a word, meets a regulation's vocabularies, and writes back equal."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from ajx_rules.domain.vocabulary import Vocabulary, VocabularyEntry, vocabulary
from ajx_rules.ledger.codes import check_codes
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.read import ledger_from_json, read_ledger
from ajx_rules.ledger.validate import validate
from ajx_rules.ledger.write import ledger_to_json

SHORT = (
    "培训会 宣传手册 政策推送 风险评估 隐患排查 标准化建设 标准化评估 "
    "应急预案 应急演练 应急物资 新技术推介 信息化 其他服务"
)
ITEMS = Vocabulary(
    "service_item",
    "服务内容",
    tuple(
        VocabularyEntry(str(n + 1), f"第{n + 1}行", short, order=n) for n, short in enumerate(SHORT.split())
    ),
)
TOPICS = Vocabulary(
    "training_topic", "培训内容", tuple(VocabularyEntry(str(n), f"第{n}项") for n in range(1, 6)), open=True
)


def test_the_sample_reads_without_a_word(sample_path: Path):
    ledger = read_ledger(sample_path)
    assert validate(ledger) == ()
    assert ledger.policyholders[0].contracts[0].premium == Decimal("128000.00")
    assert ledger.submissions[1].made_at == datetime.fromisoformat("2025-05-28T16:40")
    assert ledger.hazards[0].rectify_by == date(2025, 5, 27)


def test_the_sample_writes_back_equal(sample_path: Path):
    ledger = read_ledger(sample_path)
    for chinese in (False, True):
        assert ledger_from_json(ledger_to_json(ledger, chinese=chinese)) == ledger


def test_the_lone_insurer_is_filled_in(sample_path: Path):
    ledger = read_ledger(sample_path)
    assert ledger.policyholders[0].refusals[0].insurer == "INS"
    assert ledger.fee_extractions[0].insurer == "INS"
    assert ledger.capabilities[0].insurer is None  # a third party's


def test_codes_of_the_sample_are_normalised(sample_path: Path):
    ledger = read_ledger(sample_path)
    vocabularies = {
        "service_item": ITEMS,
        "training_topic": TOPICS,
        "channel": vocabulary("channel", ["电话", "现场验证"]),
    }
    checked, found = check_codes(ledger, vocabularies)
    assert found == ()
    assert [item.item for item in checked.services[0].items] == ["1", "1", "2"]
    assert checked.policyholders[0].refusals[0].items == ("7",)
    assert checked.fee_allocations[0].items == ("4", "5")
    assert check_codes(checked, vocabularies)[0] == checked


def test_the_index_of_the_sample(sample_path: Path):
    index = LedgerIndex(read_ledger(sample_path))
    holder, service = index.by_id["PH1"], index.by_id["S1"]
    assert [row.id for row in index.referring(holder, "FollowUp", "policyholder")] == ["FU1", "FU3"]
    assert [row.id for row in index.referring(service, "Submission", "about")] == []
    assert [row.id for row in index.referring(index.by_id["S2"], "Submission", "about")] == ["SU1"]
    assert [row.id for row in index.children(service, "items")] == ["S1/items/1", "S1/items/2", "S1/items/3"]
