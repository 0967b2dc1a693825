"""The wording quoted from each notice agrees with the days entered for it."""

import re
from datetime import date

WEEKDAY = re.compile(
    r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日（(?:农历[^、）]*、)?(?:周|星期)([一二三四五六日])"
)
AT_WORK = re.compile(r"(\d{1,2})月(\d{1,2})日（(?:周|星期)[六日]）(?=[、上])")


def festivals_of(calendar):
    return [(notice, festival) for notice in calendar.notices for festival in notice.festivals]


def test_every_weekday_in_the_wording_is_right(calendar):
    found = 0
    for notice, festival in festivals_of(calendar):
        month = 0
        for said in WEEKDAY.finditer(festival.text):
            month = int(said[2] or month)
            day = date(int(said[1] or notice.year), month, int(said[3]))
            assert "一二三四五六日"[day.weekday()] == said[4], (notice.number, said[0])
            found += 1
    assert found > 100


def test_every_make_up_day_in_the_wording_is_entered(calendar):
    for notice, festival in festivals_of(calendar):
        if notice.number == "国办发明电〔2020〕1号":
            continue  # says only to when the holiday is extended; 19 January was past
        said = [(int(month), int(day)) for month, day in AT_WORK.findall(festival.text)]
        assert [(day.month, day.day) for day in festival.work] == said, (notice.number, festival.name)
