"""An exception to one cell of a table leaves the other cells of its row alone."""

import pytest

from ajx_rules.cases import run_cases
from ajx_rules.regulation import load_regulation
from tests.regulations.test_case_messages import CONTRACT, RULES, SOURCE

EXCEPTION = """
```ajx
例外 化工不培训
  针对：{target}
  条件：行业为「化工」
  效果：不适用
```
"""


@pytest.mark.parametrize(
    ("target", "kind", "status"),
    [
        ("附1-第1行-二类企业", "一类企业", "违反，还欠2次"),
        ("附1-第1行-二类企业", "二类企业", "不适用"),
        ("附1-第1行-一类企业", "一类企业", "不适用"),
        ("附1-第1行-一类企业", "二类企业", "违反，还欠1次"),
        ("附1-第1行", "一类企业", "不适用"),
        ("附1-第1行-二类企业、附1-第1行", "一类企业", "不适用"),
    ],
)
def test_an_exception_reaches_the_cell_it_names(tmp_path, target, kind, status):
    """No training is on record; the year is over."""
    (tmp_path / "source.txt").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "1.ajx.md").write_text(RULES + EXCEPTION.format(target=target), encoding="utf-8")
    (tmp_path / "scenarios").mkdir()
    case = (
        "```ajx\n案例「一」\n  截至：2026年1月31日\n"
        f"  设：投保单位「甲厂」；企业类别为{kind}；行业为「化工」\n{CONTRACT}"
        f"  完整：全部记录至2026年1月31日\n  应判：附1-第1行-{kind}对「甲厂」第1个保险年度为{status}\n```\n"
    )
    (tmp_path / "scenarios" / "1.ajx.md").write_text(case, encoding="utf-8")
    found = run_cases(load_regulation(tmp_path), tmp_path / "scenarios")
    assert found.ok, found.render()
