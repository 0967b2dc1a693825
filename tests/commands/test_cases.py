"""``ajx test``: what is said of a case that fails."""

from tests.docs.test_analyst import before, read, said

PAGE = read("patterns.md")


def told(tmp_path, *lines):
    """What is said of one case under the rules of the patterns page."""
    state = before(PAGE, len(PAGE.blocks)).without_cases()
    state.kept["案例"] = (0, ("案例「试」", "  截至：2026年1月31日", *(f"  {line}" for line in lines)))
    return said(PAGE, state, tmp_path)


def test_a_due_date_that_is_not_known_is_not_shown_as_a_firm_one(tmp_path):
    text = told(
        tmp_path,
        "设：投保单位「甲厂」",
        "设：保险合同「合」；属于「甲厂」；于2025年2月1日起保；保费为5万元；未解除",
        "完整：全部记录至2026年1月31日",
        "应判：附2-第1行-第一档对「甲厂」第1个保险年度为违反",
    )
    assert "到期：不早于2025-02-01" in text
    assert "9999" not in text


def test_a_record_of_the_wrong_kind_is_named_by_its_line(tmp_path):
    text = told(
        tmp_path,
        "设：投保单位「甲厂」",
        "设：服务「排查」；服务对象为「甲厂」；于2025年6月3日完成",
        "完整：就「排查」的服务至2026年1月31日",
        "设：投诉「照常」；投保单位为「排查」；于2025年6月2日接到",
        "应判：14-1对「照常」为违反",
    )
    assert "“排查”却是服务。它在第7行" in text
    assert "$" not in text
