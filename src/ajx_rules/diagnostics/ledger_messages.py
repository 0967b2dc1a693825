"""What can be wrong with a ledger, code by code.

``L00x`` the file, ``L01x`` the shape of a record, ``L02x``–``L04x`` a value, ``L05x`` ids and
references, ``L06x``–``L08x`` contradictions, ``L09x`` codes of a vocabulary.
``{label}`` and ``{english}`` name the field (or class), ``{value}`` is what was found.
"""

from __future__ import annotations

from ajx_rules.diagnostics.entry import Entry

LEDGER_MESSAGES: dict[str, Entry] = {
    # ---- the file ----
    "L001": Entry(
        zh="{file} 不存在或无法读取",
        en="{file} does not exist or cannot be read",
        help_zh="请检查路径和读取权限；若要读入一段 JSON 文本，请用 ledger_from_json",
        help_en="check the path and the permission to read; for JSON text use ledger_from_json",
    ),
    "L002": Entry(
        zh="{file} 是空的",
        en="{file} is empty",
        help_zh='最短的台账：{"known_on": "2025-12-31"}',
        help_en='the shortest ledger: {"known_on": "2025-12-31"}',
    ),
    "L003": Entry(
        zh="{file} 的编码是 GBK（GB 18030），不是 UTF-8",
        en="{file} is encoded in GBK (GB 18030), not in UTF-8",
        help_zh="请用编辑器“另存为”，编码选 UTF-8",
        help_en="save it again with the encoding UTF-8",
    ),
    "L004": Entry(
        zh="{file} 不是 UTF-8 文本（第 {byte} 个字节起）",
        en="{file} is not UTF-8 text (from byte {byte} on)",
        help_zh="请用编辑器“另存为”，编码选 UTF-8",
        help_en="save it again with the encoding UTF-8",
    ),
    "L005": Entry(
        zh="{file} 第 {line} 行第 {column} 列不是合法的 JSON：{reason_zh}",
        en="{file} is not valid JSON at line {line}, column {column}: {reason_en}",
    ),
    "L006": Entry(
        zh="{file} 的 JSON 嵌套过深",
        en="the JSON of {file} is nested too deep",
        help_zh="台账最多嵌套十余层；请检查是否有多余的括号",
        help_en="a ledger is nested a dozen levels at most; look for brackets too many",
    ),
    "L007": Entry(
        zh="台账应是一个 JSON 对象 { … }，现为 {value}",
        en="a ledger is one JSON object { … }, found {value}",
    ),
    "L008": Entry(
        zh="键“{key}”在同一对象中写了两次",
        en='the key "{key}" is written twice in one object',
        help_zh="只保留一个；写两次时无从知道哪个是真的",
        help_en="keep one of them; with two there is no telling which is true",
    ),
    # ---- the shape of a record ----
    "L010": Entry(
        zh="{label}没有“{key}”这个字段",
        en='{english} has no field "{key}"',
        help_zh="最接近的字段：{nearest}。类中没有的事实须由规则文件声明，写在 extra（补充事实）下",
        help_en="nearest field: {nearest}. A fact that the class lacks stands under extra, once declared",
    ),
    "L011": Entry(
        zh="{label}写了两次：“{first}”和“{second}”是同一个字段",
        en='{english} is written twice: "{first}" and "{second}" are one field',
        help_zh="只保留一个",
        help_en="keep one of them",
    ),
    "L012": Entry(
        zh="缺少{label}（{name}），该字段必填",
        en="{english} ({name}) is missing; it must be given",
    ),
    "L013": Entry(
        zh="{label}的一条记录应是 JSON 对象 { … }，现为 {value}",
        en="a record of {english} is a JSON object { … }, found {value}",
    ),
    "L014": Entry(
        zh="{label}应是列表 [ … ]，现为 {value}",
        en="{english} must be a list [ … ], found {value}",
        help_zh="只有一项也写成 [ … ]；确知没有写 []；不知道就不写",
        help_en="one entry too is written [ … ]; known to be none: []; unknown: leave it out",
    ),
    "L019": Entry(
        zh="{label}的元素应是 {target} 记录，现为 {value}",
        en="{english} must hold records of the class {target}, found {value}",
    ),
    # ---- values ----
    "L020": Entry(
        zh="{label}应是文字，现为 {value}",
        en="{english} must be a text, found {value}",
        help_zh="请加上双引号",
        help_en="put it in double quotes",
    ),
    "L021": Entry(
        zh="{label}应是 true（是）或 false（否），现为 {value}",
        en="{english} must be true or false, found {value}",
        help_zh="不加引号；不知道就不写",
        help_en="without quotes; unknown: leave it out",
    ),
    "L022": Entry(
        zh="{label}应是整数，现为 {value}",
        en="{english} must be a whole number, found {value}",
    ),
    "L023": Entry(
        zh="{label}应是数，现为 {value}",
        en="{english} must be a number, found {value}",
        help_zh="只写数字和小数点，如 12345.67；金额以元计，不写“元”“万元”和千分位逗号",
        help_en="digits and a decimal point, as 12345.67; money in yuan, no unit, no thousands separators",
    ),
    "L024": Entry(
        zh='{label}：{value} 是二进制浮点数，不精确；请写成文字 "{hint}"',
        en='{english}: {value} is a binary float and not exact; write it as the text "{hint}"',
    ),
    "L025": Entry(
        zh="{label}：{value} 的小数多于两位；金额最小到分",
        en="{english}: {value} has more than two decimals; money goes to the fen",
    ),
    "L026": Entry(
        zh="{label}不能是负数，现为 {value}",
        en="{english} cannot be negative, found {value}",
    ),
    "L027": Entry(
        zh="{label}：{value} 太大或太长，不可能是真的",
        en="{english}: {value} is too large or too long to be true",
    ),
    "L028": Entry(
        zh='{label}应是比率，如 "15%" 或 "0.15"，现为 {value}',
        en='{english} must be a rate such as "15%" or "0.15", found {value}',
    ),
    "L029": Entry(
        zh="{label}从 1 数起，现为 {value}",
        en="{english} is counted from 1, found {value}",
    ),
    "L030": Entry(
        zh='{label}应是日期，写成 "2025-01-31"，现为 {value}',
        en='{english} must be a date, written "2025-01-31", found {value}',
        help_zh="应写作：{hint}",
        help_en="write: {hint}",
    ),
    "L031": Entry(
        zh="{label}：没有 {value} 这一天",
        en="{english}: there is no day {value}",
    ),
    "L032": Entry(
        zh='{label}应是日期或时间，写成 "2025-01-31" 或 "2025-01-31T15:30"，现为 {value}',
        en='{english} must be a date or a moment, written "2025-01-31" or "2025-01-31T15:30", found {value}',
        help_zh="应写作：{hint}",
        help_en="write: {hint}",
    ),
    "L033": Entry(
        zh="{label}：{value} 的年份不在 1900 至 2200 之间",
        en="{english}: the year of {value} is not between 1900 and 2200",
        help_zh='期限没有终点的写 "none"（无）',
        help_en='for a term without end write "none"',
    ),
    "L034": Entry(
        zh="{label}的区间 {value} 无效",
        en="{english}: the interval {value} is not valid",
        help_zh='写成 {"earliest": 最早日期, "latest": 最晚日期}，可省其一；最早不晚于最晚',
        help_en='write {"earliest": date, "latest": date}; either may be left out; in this order',
    ),
    "L035": Entry(
        zh="{label}不能写 {value}",
        en="{english} cannot be {value}",
        help_zh="“无/未发生”只用于引用、期限和过程中的日期；不知道就不写",
        help_en='"none" is for references, terms and milestones; what is unknown is left out',
    ),
    "L036": Entry(
        zh="{label}只到日，不带时间：{value}",
        en="{english} is a day without a time: {value}",
        help_zh='应写作："{hint}"',
        help_en='write: "{hint}"',
    ),
    "L037": Entry(
        zh="{label}：集合中不能有“不详”",
        en="{english}: an entry of a set cannot be unknown",
        help_zh='集合要么全部知道，要么整个写 "unknown"',
        help_en='a set is known in full, or is "unknown" as a whole',
    ),
    "L038": Entry(
        zh="{label}不能写 {value}",
        en="{english} cannot be {value}",
        help_zh="不写表示没有限制；要限制就写明",
        help_en="left out, nothing is restricted; to restrict, say to what",
    ),
    "L040": Entry(
        zh="{label}应是 {words} 之一，现为 {value}",
        en="{english} must be one of {words}, found {value}",
    ),
    "L044": Entry(
        zh="{label}应是一条记录的编号（文字），现为 {value}",
        en="{english} must be the id of a record (a text), found {value}",
    ),
    "L045": Entry(
        zh="{label}应是对象 { 名称: 值 }，现为 {value}",
        en="{english} must be an object { name: value }, found {value}",
    ),
    "L046": Entry(
        zh="{first}和{second}只能有一个",
        en="at most one of {first_en} and {second_en} may be given",
    ),
    "L047": Entry(
        zh="{label}至少要有一项",
        en="{english} needs at least one entry",
    ),
    "L048": Entry(
        zh="{label}：{value} 不是补充事实的值",
        en="{english}: {value} is no value of an extra fact",
        help_zh='可写文字、数、true/false、日期或其列表，或 [{"value": …, "from": …, "to": …}]',
        help_en='a text, number, true/false, date, a list of these, or [{"value": …, "from": …, "to": …}]',
    ),
    "L049": Entry(
        zh="来源：“{key}”不是{label}的字段",
        en='sources: "{key}" is no field of {english}',
        help_zh='最接近的字段：{nearest}；适用于整条记录的写 "*"',
        help_en='nearest field: {nearest}; for the whole record write "*"',
    ),
    # ---- ids and references ----
    "L050": Entry(
        zh="编号“{value}”用了两次，另一处在 {other}",
        en='the id "{value}" is used twice, also at {other}',
        help_zh="编号在整个台账中唯一，不分记录种类",
        help_en="an id is unique in the ledger over all classes",
    ),
    "L051": Entry(
        zh="{label}：台账中没有编号为“{value}”的记录",
        en='{english}: the ledger has no record with the id "{value}"',
        help_zh="最接近的编号：{nearest}",
        help_en="nearest id: {nearest}",
    ),
    "L052": Entry(
        zh="{label}应指{wanted}，“{value}”却是{found}",
        en='{english} must refer to {wanted_en}, but "{value}" is {found_en}',
        help_zh="它在 {other}；最接近的编号：{nearest}",
        help_en="it stands at {other}; nearest id: {nearest}",
    ),
    "L053": Entry(
        zh="{value} 不能作编号",
        en="{value} cannot be an id",
        help_zh="编号是不为空的文字，且不能是 unknown、不详、none、无、未发生",
        help_en="an id is a text that is not empty and none of unknown, 不详, none, 无, 未发生",
    ),
    "L054": Entry(
        zh="{label}：文字中有无法显示的代码（孤立的代理项）",
        en="{english}: the text holds a code that is no character (a lone surrogate)",
        help_zh="请重新导出该文字",
        help_en="export the text again",
    ),
    # ---- contradictions ----
    "L060": Entry(
        zh="{label} {value} 晚于台账截止日 {known_on}",
        en="{english} {value} is after {known_on}, the day this ledger knows of",
        help_zh="台账不能记载将来的事；计划中的日期写在期限类字段，或更新台账截止日（known_on）",
        help_en="a ledger cannot report the future; correct the date, or known_on",
    ),
    "L061": Entry(
        zh="{second_label} {second} 早于{first_label} {first}",
        en="{second_english} {second} is before {first_english} {first}",
    ),
    "L062": Entry(
        zh="{label} {value} 早于记录的日期（{first_label} {first}）",
        en="{english} {value} is before the date of the record ({first_english} {first})",
    ),
    "L063": Entry(
        zh="持续服务没有完成日期，这里却写了 {value}",
        en="a continuous service has no completion, but {value} is given",
        help_zh="删去 completed_on，或把 continuous 改为 false",
        help_en="leave out completed_on, or set continuous to false",
    ),
    "L064": Entry(
        zh="同一次服务中，服务内容“{item}”对“{policyholder}”写了两次",
        en='in one service the item "{item}" is given twice for "{policyholder}"',
        help_zh="另一处在 {other}；一次混合培训可分写两项，各写明适用投保单位（recipients）",
        help_en="also at {other}; a hybrid meeting is two entries with recipients of their own",
    ),
    "L065": Entry(
        zh="完整性声明：没有名为“{value}”的记录种类",
        en='completeness: there is no class of records "{value}"',
        help_zh='最接近的种类：{nearest}；全部种类写 "*"',
        help_en='nearest class: {nearest}; for all of them write "*"',
    ),
    "L066": Entry(
        zh="{label}“{value}”写了两次，另一处在 {other}",
        en='{english} "{value}" is written twice, also at {other}',
    ),
    "L067": Entry(
        zh="保险年度 {value} 超出合同的保险期间（{first} 至 {last}）",
        en="the policy year {value} lies outside the term of the contract ({first} to {last})",
    ),
    "L068": Entry(
        zh="第 {value} 个保险年度与另一年度重叠（{other}）",
        en="policy year {value} overlaps another one ({other})",
    ),
    "L069": Entry(
        zh="{label}“{value}”不在本次服务的{among}之中",
        en='{english} "{value}" is not among the {among_en} of this service',
    ),
    "L070": Entry(
        zh="对同一事项有两个互不取代、结论不同的人工判断，另一个在 {other}",
        en="two judgements of one question differ and neither replaces the other, also at {other}",
        help_zh="在较新的判断中写明 replaces（取代）",
        help_en="name the older one under replaces in the newer",
    ),
    "L071": Entry(
        zh="各笔分摊之和 {sum} 元不等于支出金额 {value} 元",
        en="the shares sum to {sum} yuan, the payment is {value} yuan",
    ),
    "L072": Entry(
        zh="申报上年没有事故，完整的事故记录中却有一起（{other}）",
        en="no accident was declared for the previous year, but the complete records hold one ({other})",
    ),
    "L073": Entry(
        zh="申报上年有事故，完整的事故记录中却没有",
        en="an accident was declared for the previous year, but the complete accident records hold none",
    ),
    "L074": Entry(
        zh="{label} {value} 元与完整的明细之和 {sum} 元不符",
        en="{english}, {value} yuan, differs from the sum of the complete records, {sum} yuan",
    ),
    "L075": Entry(
        zh="“{value}”属于另一家投保单位（{other}）",
        en='"{value}" belongs to another policyholder ({other})',
    ),
    "L076": Entry(
        zh="{label}指向自身，或首尾相连成环",
        en="{english} refers back to the record itself",
    ),
    "L077": Entry(
        zh="有登记的定档日期，却没有登记档次",
        en="a date of tiering is recorded, but no tier",
        severity="warning",
    ),
    "L078": Entry(
        zh="{label} {value} 大于 100%",
        en="{english} {value} is above 100%",
        help_zh='若指 {value}%，请写 "{value}%"',
        help_en='if {value}% is meant, write "{value}%"',
        severity="warning",
    ),
    "L079": Entry(
        zh="人工判断没有写明{label}（{name}）",
        en="a judgement without its {english} ({name})",
        help_zh="写明按什么标准作出，如“每季度至少一次”；没有标准的判断，别人无从核对",
        help_en="say by what standard it was made; without one nobody can check the judgement",
    ),
    # ---- what an organisation has set for itself; dates worth a look ----
    "L080": Entry(
        zh="机构参数“{name}”的单位不能是“{value}”",
        en='the parameter "{name}" cannot have the unit "{value}"',
        help_zh="可以用的单位：{units}",
        help_en="its units: {units}",
    ),
    "L081": Entry(
        zh="机构参数“{name}”的参数值应是大于0的整数，最多{most}{unit}，现为 {value}",
        en='the value of the parameter "{name}" must be a whole number above 0, at most {most} {unit}, not {value}',
        help_zh="请改正参数值，或换一个单位；没有定这个数的，删去这条记录",
        help_en="correct the value or choose another unit; if no such number is set, leave the record out",
    ),
    "L082": Entry(
        zh="机构参数“{name}”有两条同时适用，分不出哪一条后设定，另一条在 {other}",
        en='two parameters "{name}" hold at the same time and neither is the later one, also at {other}',
        help_zh="两条都写明不同的设定日期（以后设定的为准），或用适用首日、适用末日分开",
        help_en="give both a day of setting of their own (the later one prevails), or spans that do not meet",
    ),
    "L083": Entry(
        # a report shows no help, so the message says what to look at
        zh="期满日期是保险的最后一天；{expiry} 比周年多出{days}天，成了第{no}个保险年度。"
        "若保单写“至次年同日零时”，期满日期应早一天",
        en="the expiry is the last day of cover; {expiry} is {days} day(s) past the anniversary, which make up "
        'policy year {no}; if the policy says "until 0:00 of that day", the expiry is the day before',
        help_zh="期满日期没有错的，不必改；这几天按一个保险年度计算",
        help_en="if the expiry is right, leave it: these days count as a policy year",
        severity="warning",
    ),
    "L084": Entry(
        zh="判断事项“{question}”判的是{wanted}，这里的判断对象却是{found}，这条判断用不上",
        en='the question "{question}" is about a record of: {wanted_en}; this judgement is about a record of: '
        "{found_en}, and answers nothing",
        help_zh="把判断对象改为所判的那一条记录",
        help_en="name the record that was judged under about",
        severity="warning",
    ),
    "L085": Entry(
        # a report shows no help, so the message says what to look at
        zh="机构参数“{name}”不短于“{other}”（{path}）；“立即”应比“及时”短，请核对这两个数",
        en='the parameter "{name}" is no shorter than "{other}" ({path}); 立即 (at once) should be shorter than '
        "及时 (promptly): look at both numbers",
        help_zh="两个数没有错的，不必改；各条仍按各自的数衡量",
        help_en="if both are right, leave them: each norm is measured by its own number",
        severity="warning",
    ),
    "L086": Entry(
        # a report shows no help, so the message says what to look at
        zh="登记了档次“{tier}”，定档日期没有写，或者写作没有；请补写哪一天定的，不然不知道定了没有",
        en='the tier "{tier}" is recorded, but tier_recorded_on is left out or none; without the day it is not '
        "known whether the tier was fixed: give the day",
        help_zh="定了档的写定档日期；还没有定档的不写登记档次",
        help_en="where the tier was fixed, give tier_recorded_on; where it was not, leave recorded_tier out",
        severity="warning",
    ),
    # ---- codes of a vocabulary ----
    "L090": Entry(
        zh="{label}：“{value}”不在{vocabulary}词表中",
        en='{english}: "{value}" is no entry of the vocabulary {vocabulary}',
        help_zh="最接近的条目：{nearest}",
        help_en="nearest entry: {nearest}",
    ),
    "L091": Entry(
        zh="{label}：“{value}”不是{vocabulary}已列出的条目，按原文保留",
        en='{english}: "{value}" is not among the listed entries of {vocabulary}; it is kept as written',
        help_zh="最接近的条目：{nearest}",
        help_en="nearest entry: {nearest}",
        severity="info",
    ),
}
