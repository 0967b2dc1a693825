"""Verdicts and reports made by hand."""

from datetime import date

from ajx_rules.engines.values import Missing
from ajx_rules.engines.verdict import Cited, Report, Status, Subject, TableResult, Verdict

AS_OF = date(2026, 3, 31)


def service(number="S1", policyholder="P1", name="甲餐馆"):
    label = f"服务「{number}」对投保单位「{name}」"
    return Subject(
        "Recipient", f"{number}/recipients/1", label, "$.services[0].recipients[0]", policyholder, "INS"
    )


def contract(number="HS-2", policyholder="P2"):
    return Subject(
        "Contract", number, f"保险合同「{number}」", "$.policyholders[1].contracts[0]", policyholder, "INS"
    )


def year(number="HS-2", policyholder="P2", name="乙餐馆"):
    label = f"投保单位「{name}」第1个保险年度（{number}）"
    return Subject("InsuredYear", f"{number}#1", label, "$", policyholder, "INS", "1")


def insurer():
    return Subject("InsurerCalendarYear", "INS#2026", "保险机构「和顺」2026年度", "$", None, "INS", "2026")


def verdict(status, subject, norm="A2.1", words="应在3个工作日内回访", **more):
    alias = more.pop("alias", norm.removeprefix("A").replace(".", "-"))
    kind = more.pop("kind", "duty")
    cited = Cited("第二条", words, f"全文：{words}。", "1-rules.ajx.md", 12)
    return Verdict(norm, alias, kind, status, subject, cited, "保险机构", "投保单位", **more)


def unknown(subject, *missing, possible=(Status.BREACH, Status.FULFILLED), **more):
    return verdict(Status.UNKNOWN, subject, missing=missing, possible=possible, **more)


def listed(owner, what, path="$"):
    return Missing("complete", path, f"{owner}的{what}是否齐备", f"whether {what} records are complete")


def judged(owner, question, path="$"):
    return Missing("judgement", path, f"{owner}：{question}", question)


def report(*verdicts, results=(), caveats=(), readings=(), as_of=AS_OF):
    return Report("canting", "餐饮办法", "t", as_of, as_of, readings, verdicts, caveats, (), results)


def tier(subject, *results, missing=()):
    return TableResult("服务档次", subject, results, (), missing)
