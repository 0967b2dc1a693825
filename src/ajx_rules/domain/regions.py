"""Places by their codes (GB/T 2260): the provinces, and the prefectures of Guangdong by name.

Any six digits that begin with a province's are a code; a name is read too, with or without
省 or 市.

>>> REGIONS.resolve("广东"), REGIONS.resolve("清远市"), REGIONS.resolve("441881")
('440000', '441800', '441881')
>>> REGIONS.resolve("990000") is None
True
>>> province_of("441881")
'440000'
"""

from __future__ import annotations

import re
from typing import Final

import attrs

from ajx_rules.domain.labels import VOCABULARY_LABELS
from ajx_rules.domain.values import FrozenMap, half_width
from ajx_rules.domain.vocabulary import Vocabulary, VocabularyEntry

PROVINCES: Final = (
    "110000 北京市 北京,120000 天津市 天津,130000 河北省 河北,140000 山西省 山西,150000 内蒙古自治区 内蒙古,"
    "210000 辽宁省 辽宁,220000 吉林省 吉林,230000 黑龙江省 黑龙江,310000 上海市 上海,320000 江苏省 江苏,"
    "330000 浙江省 浙江,340000 安徽省 安徽,350000 福建省 福建,360000 江西省 江西,370000 山东省 山东,"
    "410000 河南省 河南,420000 湖北省 湖北,430000 湖南省 湖南,440000 广东省 广东,450000 广西壮族自治区 广西,"
    "460000 海南省 海南,500000 重庆市 重庆,510000 四川省 四川,520000 贵州省 贵州,530000 云南省 云南,"
    "540000 西藏自治区 西藏,610000 陕西省 陕西,620000 甘肃省 甘肃,630000 青海省 青海,"
    "640000 宁夏回族自治区 宁夏,650000 新疆维吾尔自治区 新疆,710000 台湾省 台湾,"
    "810000 香港特别行政区 香港,820000 澳门特别行政区 澳门"
)
GUANGDONG: Final = (
    "440100 广州市 广州,440200 韶关市 韶关,440300 深圳市 深圳,440400 珠海市 珠海,440500 汕头市 汕头,"
    "440600 佛山市 佛山,440700 江门市 江门,440800 湛江市 湛江,440900 茂名市 茂名,441200 肇庆市 肇庆,"
    "441300 惠州市 惠州,441400 梅州市 梅州,441500 汕尾市 汕尾,441600 河源市 河源,441700 阳江市 阳江,"
    "441800 清远市 清远,441900 东莞市 东莞,442000 中山市 中山,445100 潮州市 潮州,445200 揭阳市 揭阳,"
    "445300 云浮市 云浮"
)


@attrs.frozen(eq=False, repr=False)
class Regions(Vocabulary):
    """The vocabulary of places: its named entries, and any six-digit code of a province."""

    def resolve(self, value: str) -> str | None:
        """The six-digit code of a code or a name, ``None`` if there is no such place."""
        text = half_width(value).strip()
        if re.fullmatch("[0-9]{6}", text) and self.entry(province_of(text)) is not None:
            return text
        return super().resolve(text)


def province_of(code: str) -> str:
    """The code of the province of a place."""
    return code[:2] + "0000"


def city_of(code: str) -> str:
    """The code of the prefecture of a place (that of the province, for a province)."""
    return code[:4] + "00"


def _regions() -> Regions:
    entries: list[VocabularyEntry] = []
    for level, table in (("省级", PROVINCES), ("地市级", GUANGDONG)):
        for line in table.split(","):
            code, text, short = line.split(" ")
            attributes = FrozenMap({"level": level})
            entries.append(VocabularyEntry(code, text, short, attributes, len(entries)))
    return Regions("region", VOCABULARY_LABELS["region"], tuple(entries))


REGIONS: Final = _regions()
