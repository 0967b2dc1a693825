"""The days that the wording of a notice names, and the wording quoted from each notice on file."""

from datetime import date

import pytest

from ajx_rules.calendar.checks import makeup_days_are_those_of_the_text, weekdays_in_the_text_are_right
from ajx_rules.calendar.wording import days_said


def at_work(text):
    return [(said.month, said.day) for said in days_said(text) if said.at_work]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。", [(5, 9)]),
        ("1月31日至2月6日放假调休。1月26日（星期日）、2月8日（星期六）上班。", [(1, 26), (2, 8)]),
        ("10月1日至7日放假调休。10月8日（周六）、9日（周日）上班。", [(10, 8), (10, 9)]),
        ("9月29日(周二)和30日(周三)均正常上班。", [(9, 29), (9, 30)]),
        ("2018年12月29日（星期六）上班。", [(12, 29)]),
        # days beside those at work
        ("其中9月3日（星期四）放假，9月4日（星期五）调休，9月6日（星期日）上班。", [(9, 6)]),
        ("4月4日（周六）、5日（周日）放假。", []),
        ("延长2020年春节假期至2月2日（农历正月初九，星期日），2月3日（星期一）起正常上班。", []),
        ("1月1日放假，与周末连休。", []),
        ("", []),
    ],
)
def test_the_days_at_work(text, days):
    assert at_work(text) == days


def test_the_dates_that_are_meant():
    (first, second, third) = days_said("12月29日（周六）、2026年1月2日（农历十一月十四、周五）、2月30日")
    assert first.dates(2019) == (date(2019, 12, 29), date(2018, 12, 29))
    assert (second.dates(2019), second.weekday) == ((date(2026, 1, 2),), "五")
    assert third.dates(2019) == ()


def test_the_shipped_notices_agree_with_their_wording(shipped):
    said = [said for notice in shipped.notices for each in notice.festivals for said in days_said(each.text)]
    assert sum(bool(each.weekday) for each in said) > 100
    assert sum(each.at_work for each in said) > 50
    assert not list(weekdays_in_the_text_are_right(shipped.notices))
    assert not list(makeup_days_are_those_of_the_text(shipped.notices))
