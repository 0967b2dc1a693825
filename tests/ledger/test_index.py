"""Ids, owners, paths and backward references."""

from datetime import date

import pytest

from ajx_rules.domain.book import (
    Branch,
    Communication,
    Completeness,
    Contract,
    Insurer,
    Judgement,
    Ledger,
    Person,
    Policyholder,
    PolicyYear,
    SystemDocument,
)
from ajx_rules.domain.values import NOTHING
from ajx_rules.ledger.index import LedgerIndex
from ajx_rules.ledger.resolve import resolve

KNOWN_ON = date(2025, 12, 31)


def ledger(**lists: object) -> Ledger:
    return Ledger(known_on=KNOWN_ON, **lists)


def test_rows_know_their_place():
    contract = Contract(policy_years=[PolicyYear(no=1)])
    index = LedgerIndex(
        ledger(policyholders=[Policyholder(id="P", name="x", contracts=[Contract(id="C"), contract])])
    )
    year = index.rows("PolicyYear")[0]
    assert (year.id, year.path) == (
        "P/contracts/2/policy_years/1",
        "$.policyholders[0].contracts[1].policy_years[0]",
    )
    assert year.owner is index.by_id["P/contracts/2"] is year.up("Contract")
    assert year.up("Policyholder") is index.row("P")
    assert year.up("Service") is None
    assert year.up("PolicyYear") is year
    assert index.children(index.row("P"), "contracts") == index.rows("Contract")
    assert index.children(None, "policyholders") == index.rows("Policyholder")
    assert index.children(year, "nothing") == ()
    assert index.row(None) is index.row(NOTHING) is index.row("x") is None
    assert [row.cls.name for row in index.all_rows()] == [
        "Policyholder",
        "Contract",
        "Contract",
        "PolicyYear",
    ]
    assert repr(year) == "Row(PolicyYear P/contracts/2/policy_years/1)"
    with pytest.raises(KeyError):
        index.rows("Nothing")


def test_references_backwards():
    index = LedgerIndex(
        ledger(
            policyholders=[Policyholder(id="P", name="x"), Policyholder(id="Q", name="y")],
            communications=[Communication(id="T1", about=["P", "Q"]), Communication(id="T2", about=["P"])],
            judgements=[Judgement(id="J", question="q", about="P", answer="是")],
        )
    )
    holder = index.by_id["P"]
    assert [row.id for row in index.referring(holder, "Communication", "about")] == ["T1", "T2"]
    assert [row.id for row in index.referring(holder, "Judgement", "about")] == ["J"]
    assert index.referring(index.by_id["T1"], "Judgement", "about") == ()


def test_resolving_again_changes_nothing():
    once = resolve(
        ledger(insurers=[Insurer(name="x")], policyholders=[Policyholder(name="y", contracts=[Contract()])])
    )
    assert resolve(once) is once
    assert LedgerIndex(once).ledger is once


def test_the_lone_insurer_only_where_there_is_one():
    contracts = [Contract(id="C"), Contract(id="D", insurer=NOTHING)]
    holders = [Policyholder(id="P", name="x", contracts=contracts)]
    one = resolve(ledger(insurers=[Insurer(id="I", name="甲")], policyholders=holders))
    assert [c.insurer for c in one.policyholders[0].contracts] == ["I", NOTHING]
    two = resolve(ledger(insurers=[Insurer(name="甲"), Insurer(name="乙")], policyholders=holders))
    assert two.policyholders[0].contracts[0].insurer is None


def test_an_either_or_is_never_filled_in():
    persons, papers = [Person(name="x")], [SystemDocument(kind="服务制度")]
    one = resolve(ledger(insurers=[Insurer(name="甲")], persons=persons, system_documents=papers))
    assert one.persons[0].insurer is None
    assert one.system_documents[0].insurer is None


def test_classes_declared_complete_by_their_labels():
    declared = Completeness(records=["保险合同", "*", "Service", "没有"], through=KNOWN_ON)
    assert resolve(ledger(complete=[declared])).complete[0].records == ("Contract", "*", "Service", "没有")


def test_derived_ids_hang_on_given_ones():
    made = resolve(ledger(insurers=[Insurer(name="x", branches=[Branch(id="BR", name="y", teams=[])])]))
    assert (made.insurers[0].id, made.insurers[0].branches[0].id) == ("insurers/1", "BR")
