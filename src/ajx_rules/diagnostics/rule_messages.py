"""What can be wrong with a rule file, code by code.

E0xx the file and its declarations, E1xx a sentence that cannot be read, E2xx one that
reads but means nothing, E3xx the official text, E4xx legal tables, E5xx cases.
The words are an analyst's: no type names, no grammar terms.
"""

from __future__ import annotations

from ajx_rules.diagnostics.catalogue import Entry

RULE_MESSAGES: dict[str, Entry] = {
    # ---- files and declarations
    "E001": Entry(
        "没有“规范文件”声明，不知道官方原文是哪一个文件",
        "there is no 规范文件 declaration, so the official text is not known",
        "请在一个规则文件里写：规范文件 名称　官方原文：source.txt　公布之日：未知",
        "declare it once: 规范文件 NAME with the fields 名称, 官方原文, 公布之日",
    ),
    "E002": Entry(
        "规则文件夹里没有官方原文“{file}”",
        "the official text “{file}” is not in the folder",
        "把官方原文存为该文件，放在规则文件旁边",
        "save the official text under that name beside the rule files",
    ),
    "E003": Entry(
        "{file} 太大（超过{limit}），不像一个规则文件",
        "{file} is too large (over {limit}) for a rule file",
        "请分成几个文件",
        "split it into several files",
    ),
    "E004": Entry(
        "文件夹“{folder}”里没有规则文件（*.ajx.md）",
        "the folder “{folder}” holds no rule file (*.ajx.md)",
        "请核对文件夹名",
        "check the name of the folder",
    ),
    "E005": Entry(
        "{file} 不是 UTF-8 编码的文字",
        "{file} is not text in UTF-8",
        "请在编辑器里另存为 UTF-8（Windows 记事本：另存为→编码→UTF-8）",
        "save it again as UTF-8",
    ),
    "E006": Entry("无法读取 {file}", "{file} cannot be read", "请核对权限和路径", "check its permissions"),
    "E007": Entry(
        "{file} 的错误太多（超过{limit}处），后面的没有再读",
        "{file} has too many errors (over {limit}); the rest was not read",
        "先改正前面的，再检查一次",
        "mend the first ones and run again",
    ),
    "E008": Entry(
        "规则一层套一层，套得太深，读不完",
        "the rules are nested too deeply to be read",
        "请把定义、例外和句子的层次减少",
        "use fewer levels of definitions, exceptions and sentences",
    ),
    "E010": Entry(
        "不认得“{word}”这种声明",
        "“{word}” is not a kind of declaration",
        "最接近的是“{nearest}”。声明有：{all}",
        "nearest: “{nearest}”. There are: {all}",
    ),
    "E011": Entry(
        "“{kind}”的第一行不完整",
        "the first line of “{kind}” is incomplete",
        "应当像这样：{example}",
        "write it like this: {example}",
    ),
    "E012": Entry(
        "这一行前面没有声明：{words}",
        "no declaration stands before this line: {words}",
        "声明从行首写起（如：义务 22-3「原文」），其下各行缩进两格",
        "a declaration begins in the first column, its fields are indented below it",
    ),
    "E013": Entry(
        "看不出这是哪个字段：{words}",
        "it is not clear which field this is: {words}",
        "每个字段写成“字段：内容”。这里可以写：{fields}",
        "a field is written 字段：内容. Possible here: {fields}",
    ),
    "E014": Entry(
        "“{field}”后面缺冒号",
        "a colon is missing after “{field}”",
        "写成“{field}：……”",
        "write “{field}：…”",
    ),
    "E015": Entry(
        "“{kind}”没有“{word}”这个字段",
        "“{kind}” has no field “{word}”",
        "最接近的是“{nearest}”。可以写：{fields}",
        "nearest: “{nearest}”. Possible: {fields}",
    ),
    "E016": Entry(
        "“{kind}”没有“{word}”这个字段",
        "“{kind}” has no field “{word}”",
        "可以写：{fields}",
        "possible: {fields}",
    ),
    "E017": Entry(
        "“{field}”写了两次",
        "“{field}” is written twice",
        "一条“{kind}”里只能写一次，请合并或删去一处",
        "a “{kind}” takes it once; join the two or remove one",
    ),
    "E018": Entry(
        "“{field}”后面没有内容",
        "nothing follows “{field}”",
        "请写上内容，或删去这个字段",
        "write its content or remove the field",
    ),
    "E019": Entry(
        "“{field}”没有说要列出各项",
        "“{field}” does not announce items",
        "先写“应当：下列各项均具备：”或“应当：下列各项之一：”，再逐行写（一）（二）",
        "write 应当：下列各项均具备： (or 之一：) first, then the lines （一）, （二）",
    ),
    "E020": Entry(
        "“{kind} {name}”缺“{field}”",
        "“{kind} {name}” lacks the field “{field}”",
        "例：{example}",
        "example: {example}",
    ),
    "E021": Entry(
        "“{field}：下列各项……”下面没有列出任何一项",
        "no item follows “{field}：下列各项…”",
        "在下面各行写（一）……（二）……",
        "write the items on the lines below: （一）…",
    ),
    "E022": Entry(
        "分情形的写法不完整：{words}",
        "this case is incomplete: {words}",
        "写成：若……采甲说，指：……",
        "write: 若…采甲说，指：…",
    ),
    "E023": Entry(
        "“{head}”与下面各行的编号不一致：从“{first}”到“{last}”",
        "“{head}” does not agree with the ids below: from “{first}” to “{last}”",
        "第一行写“义务 11-5至11-7”，“各应当：”下面一行一个编号，首尾与第一行一致",
        "write 义务 11-5至11-7 and one line an id below 各应当：",
    ),
    "E030": Entry(
        "“{name}”已经在 {first} 声明过",
        "“{name}” is already declared at {first}",
        "请改名或删去一处",
        "rename or remove one of them",
    ),
    "E031": Entry(
        "台账里没有叫“{name}”的词表",
        "no field of a ledger takes a vocabulary “{name}”",
        "最接近的是“{nearest}”。词表有：{all}",
        "nearest: “{nearest}”. There are: {all}",
    ),
    "E032": Entry(
        "词表“{name}”里“{entry}”写了两次",
        "“{entry}” stands twice in the vocabulary “{name}”",
        "请删去一处",
        "remove one",
    ),
    "E033": Entry(
        "简称有{count}个，表有{rows}行",
        "there are {count} short names for {rows} rows",
        "每行一个简称，次序与表相同",
        "one short name a row, in the order of the table",
    ),
    "E034": Entry(
        "编号“{id}”不合“编号对照”里的任何一式",
        "the id “{id}” fits none of the patterns of 编号对照",
        "条文写作 22-3，附件的格写作 附2-第4行-第四档；新的式样请先写进“编号对照”",
        "articles are written 22-3, cells 附2-第4行-第四档; add a new pattern to 编号对照",
    ),
    "E035": Entry(
        "没有“{word}”这种类型",
        "there is no type “{word}”",
        "可以写：{all}",
        "possible: {all}",
    ),
    "E036": Entry(
        "“{cls}”已经有“{name}”，不必另行声明",
        "“{cls}” has “{name}” already",
        "直接使用，或换一个名称",
        "use it, or choose another name",
    ),
    "E037": Entry(
        "看不懂“{field}：{words}”",
        "“{field}：{words}” is not understood",
        "写成：{field}：{example}",
        "write: {field}：{example}",
    ),
    "E038": Entry(
        "“规范文件”已经在 {first} 声明过",
        "the instrument is already declared at {first}",
        "一个文件夹是一部规范文件；请删去一处",
        "one folder is one instrument; remove one",
    ),
    "E039": Entry(
        "看不懂这一式编号：{left}：{right}",
        "this pattern of ids is not understood: {left}：{right}",
        "两边用同样的记号：n 是数字，z 是中文数字，a 是第几个字母。例：附2-第nn行-第z档：B.rnn.tz",
        "use the same marks on both sides: n a number, z a Chinese numeral, a a letter",
    ),
    # ---- sentences that cannot be read
    "E101": Entry(
        "不认得“{word}”",
        "“{word}” is not a known word",
        "词汇表里最接近的是“{nearest}”",
        "the nearest known word is “{nearest}”",
    ),
    "E102": Entry(
        "不认得“{word}”",
        "“{word}” is not a known word",
        "请用词汇表里的名称；自创的名称先用“定义”声明",
        "use a known name, or declare it with 定义 first",
    ),
    "E103": Entry(
        "认得“{before}”，不认得后面的“{word}”",
        "“{before}” is known, “{word}” after it is not",
        "如果是一整个名称，请先声明它，或用「」括起来",
        "if it is one name, declare it first",
    ),
    "E104": Entry(
        "“且”“或”同句并用，读法不止一种",
        "且 and 或 in one clause can be read in more than one way",
        "请用括号写明哪一部分先结合，如：甲且（乙或丙）",
        "bracket what belongs together: 甲且（乙或丙）",
    ),
    "E105": Entry(
        "括号没有合上",
        "a bracket is not closed",
        "句末补“）”；“中有（……）者”的“者”也不要漏",
        "add ） at the end, and the 者 of 中有（…）者",
    ),
    "E106": Entry(
        "括号套得太深（超过{limit}层）",
        "brackets are nested too deeply (over {limit})",
        "请把一部分写成“定义”",
        "move a part into a 定义",
    ),
    "E107": Entry(
        "这句话没有写完",
        "this sentence is not finished",
        "后面还应有：{wanted}。例：{example}",
        "expected next: {wanted}. Example: {example}",
    ),
    "E108": Entry(
        "读到“{found}”时读不下去",
        "“{found}” does not fit here",
        "这里应当是：{wanted}。例：{example}",
        "expected here: {wanted}. Example: {example}",
    ),
    "E109": Entry(
        "这里被读成两个词：{split}",
        "this was read as two words: {split}",
        "两个名称之间应有“的”“为”“中有”等字；如果本是一个名称，请先用“定义”声明它。这里应当是：{wanted}",
        "between two names stands 的, 为, 中有 …; if it is one name, declare it. Expected: {wanted}",
    ),
    "E110": Entry(
        "这句话太长（{length}字，最多{limit}字）",
        "this sentence is too long ({length} characters, at most {limit})",
        "请把一部分写成“定义”",
        "move a part into a 定义",
    ),
    # ---- sentences that mean nothing
    "E200": Entry(
        "“{word}”不能单独用在这里",
        "“{word}” cannot stand alone here",
        "它只用在集合、所在行或案例里",
        "it is used in sets, tables and cases only",
    ),
    "E201": Entry(
        "这里要一句能判断真假的话，而它是{got}",
        "a statement is needed here; this is {got}",
        "写成比较或存在，如“……不少于3人”“……中有（……）者”“已完成”",
        "compare it or ask for it: …不少于3人, …中有（…）者, 已完成",
    ),
    "E202": Entry(
        "{left}不能与{right}比较",
        "{left} cannot be compared with {right}",
        "两边都要是数，或者都是日期",
        "both sides must be numbers, or both dates",
    ),
    "E203": Entry(
        "“{left}”以“{unit}”计，不能与以“{other}”计的数相比",
        "“{left}” is counted in {unit}, not in {other}",
        "请改用“{unit}”",
        "use {unit}",
    ),
    "E204": Entry(
        "“{word}”不能用来比较{kind}",
        "“{word}” does not compare {kind}",
        "请用“{better}”",
        "use {better}",
    ),
    "E205": Entry(
        "“{left}”不是“是、否”，而是{kind}",
        "“{left}” is not yes or no but {kind}",
        "“为是”“为否”只用于是否",
        "为是 and 为否 are for yes or no only",
    ),
    "E206": Entry(
        "“{left}”是{kind}，不能说“为”某个词",
        "“{left}” is {kind}; it cannot be said to be a word of a list",
        "“为”“属于｛……｝”的左边要是填词的字段",
        "the left side must be a field filled from a vocabulary",
    ),
    "E207": Entry(
        "“{left}属于{right}”说不通",
        "“{left}属于{right}” makes no sense",
        "“属于”后面是｛词、词｝，或者一段时间（上一自然年度）",
        "属于 takes ｛…｝ or a period (上一自然年度)",
    ),
    "E208": Entry(
        "“{left}”是{kind}，不能说“包含”",
        "“{left}” is {kind}; it cannot contain anything",
        "“包含”的左边是可以填几个词的字段，或者分种类的记录（成果、归档资料）",
        "包含 is for fields with several words and for records of kinds",
    ),
    "E209": Entry(
        "“{words}”是{kind}，不是记录",
        "“{words}” is {kind}, not records",
        "“中有”“的”的左边要是记录",
        "中有 and 的 need records on their left",
    ),
    "E210": Entry(
        "没有“{subject}”这样的对象",
        "there is no such subject: “{subject}”",
        "可以写：{known}",
        "possible: {known}",
    ),
    "E211": Entry(
        "“{label}”的量词是“{measure}”，不是“{used}”",
        "the measure word of “{label}” is {measure}, not {used}",
        "写成“每{measure}{label}”",
        "write 每{measure}{label}",
    ),
    "E212": Entry(
        "词语后面的括号只能写“非其属于｛……｝”",
        "after a word of a list, brackets may only say 非其属于｛…｝",
        "例：服务内容中（非其属于｛第3行、第11行｝）",
        "example: 服务内容中（非其属于｛第3行、第11行｝）",
    ),
    "E213": Entry(
        "“{word}”不是一个行为，不能说“已{word}”“未{word}”",
        "“{word}” is not an act",
        "“已”“未”后面是有日期的行为，如已完成、未撤回",
        "已 and 未 go before an act with a date",
    ),
    "E214": Entry(
        "“{word}”没有日期，不能说“{word}之日”",
        "“{word}” has no date",
        "“之日”前面是有日期的行为，如订立之日",
        "之日 follows an act with a date",
    ),
    "E215": Entry(
        "“{words}”是{kind}，不能加减",
        "“{words}” is {kind}; it cannot be added",
        "加减的两边都要是数",
        "both sides must be numbers",
    ),
    "E216": Entry(
        "“的{word}”要写成百分数",
        "“的{word}” must be a percentage",
        "例：年度保费的合计的15%",
        "example: 年度保费的合计的15%",
    ),
    "E217": Entry(
        "“{words}”是{kind}，没有“{how}”",
        "“{words}” is {kind} and has no {how}",
        "数量用于记录，合计用于数，种类数用于词，最早日、最晚日用于日期",
        "数量 is for records, 合计 for numbers, 种类数 for words, 最早日 and 最晚日 for dates",
    ),
    "E218": Entry(
        "“{words}”只是一条记录的内容，不必求“{how}”",
        "“{words}” is of one record; there is nothing to sum up",
        "“{how}”的左边要跨若干条记录，如：费用提取的提取金额的合计",
        "the left side must range over several records",
    ),
    "E219": Entry(
        "“所在行”只能用在表的要求和针对表的例外里",
        "所在行 is for tables and exceptions to their rows",
        "请写明是哪一行，如第5行",
        "name the row, such as 第5行",
    ),
    "E220": Entry(
        "没有叫“{name}”的解读",
        "there is no reading “{name}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E221": Entry(
        "解读“{name}”没有{saying}",
        "the reading “{name}” has no {saying}",
        "它有：{sayings}",
        "it has: {sayings}",
    ),
    "E222": Entry(
        "“{cls}”没有“{word}”",
        "“{cls}” has no “{word}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E223": Entry(
        "这个词表的词没有“{word}”",
        "the words of this list have no “{word}”",
        "它们有：{known}",
        "they have: {known}",
    ),
    "E224": Entry(
        "“{name}”说的是{cls}，这里没有{cls}",
        "“{name}” is said of {cls}, and there is none here",
        "请核对“{name}”的“属于”，或本条的“对象”",
        "check 属于 of “{name}” or the subject here",
    ),
    "E225": Entry(
        "“{cls}”没有“{word}”这个行为",
        "“{cls}” has no act “{word}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E226": Entry(
        "在“{cls}”里找不到“{word}”",
        "“{word}” is not found in “{cls}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E230": Entry(
        "词表里没有“{word}”",
        "“{word}” is not in the vocabulary",
        "最接近的是“{nearest}”。有：{known}",
        "nearest: “{nearest}”. There are: {known}",
    ),
    "E231": Entry(
        "“{word}”所属的词表没有声明",
        "the vocabulary of “{word}” is not declared",
        "请先写：词表 名称　条目：……",
        "declare it first: 词表 NAME, 条目：…",
    ),
    "E232": Entry("没有{day}这一天", "there is no such day: {day}", "请核对日期", "check the date"),
    "E240": Entry(
        "定义绕成了圈：{circle}",
        "definitions form a circle: {circle}",
        "请改写其中一个",
        "rewrite one of them",
    ),
    "E241": Entry(
        "所用的定义“{name}”有错，先改正它",
        "the definition “{name}” used here is wrong itself",
        severity="error",
    ),
    "E242": Entry(
        "没有叫“{word}”的一类记录",
        "there is no class of record “{word}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E243": Entry(
        "定义“{name}”没有说指什么", "the definition “{name}” says nothing", "请写“指：……”", "write 指：…"
    ),
    "E244": Entry(
        "定义的各种情形不是一类东西：一处是{first}，一处是{second}",
        "the cases of a definition differ in kind: {first}, {second}",
        "请使各情形一致",
        "make them the same kind",
    ),
    "E245": Entry(
        "没有叫“{name}”的判断",
        "there is no judgement “{name}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E246": Entry(
        "“{words}”不是日期，期限不能从它起算",
        "“{words}” is not a date to count from",
        "例：自订立之日起20个工作日内",
        "example: 自订立之日起20个工作日内",
    ),
    "E247": Entry(
        "期限不能以“{words}”计",
        "a term cannot be counted in “{words}”",
        "期限的单位是个工作日、日、个月、年、小时",
        "units: 个工作日, 日, 个月, 年, 小时",
    ),
    "E248": Entry(
        "“{name}”是{kind}，不能用在表里",
        "“{name}” is {kind}; a table cannot use it",
        "行要是数，列要是是否或词",
        "rows need a number, columns yes-or-no or a word",
    ),
    "E249": Entry(
        "定义一个套一个，超过{limit}层",
        "definitions use one another over more than {limit} levels",
        "请合并其中一些",
        "join some of them",
    ),
    "E250": Entry(
        "“{saying}”缺代号",
        "“{saying}” lacks its key",
        "写成：甲说（exclude，默认）：……。理由：……",
        "write: 甲说（key，默认）：…。理由：…",
    ),
    "E251": Entry("解读“{name}”有两个默认", "the reading “{name}” has two defaults", "只留一个", "keep one"),
    "E252": Entry(
        "“{saying}”没有写理由",
        "“{saying}” states no grounds",
        "写上“理由：……”",
        "add 理由：…",
        severity="warning",
    ),
    "E253": Entry(
        "解读“{name}”没有默认",
        "the reading “{name}” has no default",
        "在一说的括号里写“，默认”",
        "mark one option with ，默认",
    ),
    "E254": Entry("“{word}”应为“含本数”或“不含本数”", "“{word}” must be 含本数 or 不含本数"),
    "E255": Entry(
        "例外的效果应为“免责”或“不适用”，不是“{word}”",
        "an exception's effect is 免责 or 不适用, not “{word}”",
    ),
    "E256": Entry(
        "例外“{name}”改变期限的，“效果：期限改为”和“新期限：……”要一起写",
        "an exception that moves a term needs both 效果：期限改为 and 新期限 (“{name}”)",
        "例：效果：期限改为　新期限：自订立之日起30个工作日内",
        "example: 效果：期限改为　新期限：自订立之日起30个工作日内",
    ),
    "E257": Entry(
        "不利答案应为“是”或“否”，不是“{word}”",
        "the bad answer is 是 or 否, not “{word}”",
        "哪个答案说明没有做好，就写哪个",
        "write the answer that says it was not done well",
    ),
    "E260": Entry(
        "没有“{word}”这一条", "there is no norm “{word}”", "最接近的是“{nearest}”", "nearest: “{nearest}”"
    ),
    "E262": Entry(
        "例外互相让位，分不出先后：{circle}",
        "exceptions give way in a circle: {circle}",
        "请删去其中一个“针对”",
        "remove one 针对",
    ),
    "E263": Entry(
        "一个例外针对的各条，对象不同：{subjects}",
        "one exception targets norms of different subjects: {subjects}",
        "请分写成几个例外",
        "write one exception for each",
    ),
    "E264": Entry(
        "同组只有一条规范", "a group of one norm", "同组至少两条", "a group needs two", severity="warning"
    ),
    "E265": Entry(
        "例外一个针对一个，超过{limit}层",
        "exceptions target one another over more than {limit} levels",
        "例外之例外一般只有一两层；请改写",
        "one or two levels are usual; rewrite them",
    ),
    # ---- the official text
    "E301": Entry(
        "引文与官方原文不符：这里是“{ours}”，原文是“{official}”",
        "the quotation differs from the official text: here “{ours}”, there “{official}”",
        "引文须逐字照录；请按官方原文改正",
        "quote word for word",
    ),
    "E302": Entry(
        "官方原文里没有这样的表头：{title}",
        "the official text has no such table header: {title}",
        "表头须逐字照录",
        "copy the header word for word",
    ),
    "E303": Entry(
        "这一格与官方原文不符：这里是“{ours}”，原文接下来是“{official}”",
        "this cell differs from the official text: here “{ours}”, there “{official}”",
        "表格须逐格照录；合并的格写“〃”",
        "copy cell by cell; a merged cell is 〃",
    ),
    "E304": Entry(
        "引文里没有这句话：{words}",
        "these words are not quoted above: {words}",
        "「」里的话须出自本节（{heading}）的引文，省略处写“……”",
        "the words in 「」 must stand in the quotation of this section ({heading})",
    ),
    "E305": Entry(
        "没有写明它执行的是哪句话",
        "the words it carries out are missing",
        "在编号后面写「原文」",
        "write 「…」 after the id",
    ),
    "E310": Entry(
        "引文里没有“{number}”这个数",
        "the quotation has no number {number}",
        "原文没有数字，就不替它写数字；没有期限的写“期限：未规定”",
        "where the text has no number, the rule has none; write 期限：未规定",
    ),
    # ---- tables
    "E401": Entry(
        "找不到标题为{title}的表",
        "there is no table under the heading {title}",
        "表的上一个标题须与“原表”一致。有：{known}",
        "the heading above the table must be the same. There are: {known}",
    ),
    "E402": Entry(
        "分档表有空档：{witness}落不进任何一行",
        "the table has a gap: {witness} falls in no row",
        "请核对“{text}”与相邻一行“{other}”，以及以上、以下含不含本数",
        "check “{text}” and its neighbour “{other}”, and what 以上 and 以下 include",
    ),
    "E403": Entry(
        "看不懂这一格的数额：{text}",
        "the amounts of this cell are not understood: {text}",
        "例：1万元以上5万元以下",
        "example: 1万元以上5万元以下",
    ),
    "E404": Entry(
        "看不懂这一格的要求：{text}",
        "the demand of this cell is not understood: {text}",
        "例：每年至少1次、每2年至少1次、全年进行、无硬性要求、6次及以上、〃",
        "examples: 每年至少1次, 每2年至少1次, 全年进行, 无硬性要求, 6次及以上, 〃",
    ),
    "E405": Entry(
        "空格：看不出是“合并”还是“没有要求”",
        "an empty cell: merged, or without demand?",
        "与上一格合并的写“〃”；没有要求的写“无硬性要求”。“空”永远不会被当作“没有要求”",
        "merged with the cell above: 〃; no demand: 无硬性要求",
    ),
    "E406": Entry("这一行的下限不小于上限：{text}", "the lower bound is not below the upper one: {text}"),
    "E407": Entry(
        "分档表有重叠：{witness}既落进这一行，又落进“{other}”",
        "the table overlaps: {witness} falls in this row and in “{other}”",
        "请核对两行的数额，以及以上、以下含不含本数",
        "check the amounts and what 以上 and 以下 include",
    ),
    "E408": Entry(
        "表里没有“{column}”这一列",
        "the table has no column “{column}”",
        "表头是：{heads}",
        "its header: {heads}",
    ),
    "E409": Entry(
        "“依次为”后面要有{count}个不同的答案",
        "依次为 needs {count} different answers",
        "例：列：上一年度事故，依次为否、是",
        "example: 列：上一年度事故，依次为否、是",
    ),
    "E410": Entry(
        "第{row}行有{have}格，应有{want}格",
        "row {row} has {have} cells instead of {want}",
        "补齐缺的格，或用“\\|”以外的字代替格内竖线",
        "add the missing cells",
    ),
    "E411": Entry(
        "“{text}”不在结果之列",
        "“{text}” is not one of the results",
        "最接近的是“{nearest}”。有：{known}",
        "nearest: “{nearest}”. There are: {known}",
    ),
    "E412": Entry(
        "这张表要一个数（如服务频次），而“应当”是{kind}", "this table needs a number, and 应当 is {kind}"
    ),
    "E413": Entry(
        "表“{title}”缺“{column}”",
        "the table “{title}” lacks “{column}”",
        "每一档都要有一列（或一行）",
        "every entry needs a column",
    ),
    "E414": Entry(
        "表的“应当”要写成“……中有（……）者”",
        "应当 of a table must read …中有（…）者",
        "例：应当：服务履行中有（服务内容为所在行）者",
        "example: 应当：服务履行中有（服务内容为所在行）者",
    ),
    "E415": Entry("第一行不能写“〃”：上面没有格", "〃 in the first row: there is no cell above"),
    "E416": Entry(
        "不懂格中的“{words}”",
        "“{words}” in this cell is not understood",
        "次数后面可以写方式（线下），或几个服务项目中的选择（甲或乙，此时须写“择一时”）",
        "after the number: a mode, or a choice of categories (then 择一时 is needed)",
    ),
    # ---- cases
    "E501": Entry(
        "没有叫「{name}」的记录",
        "there is no record 「{name}」",
        "先用“设”写出它：设：保险合同「{name}」。最接近的是「{nearest}」",
        "write it first with 设. Nearest: 「{nearest}」",
    ),
    "E502": Entry(
        "不知道怎样把「{value}」填进“{field}”", "「{value}」 cannot be put into “{field}”", "{help}", "{help}"
    ),
    "E503": Entry(
        "这条“设”要从记录写起",
        "this 设 must begin with a record",
        "例：设：保险合同「甲合同」；属于「甲矿」；于2025年1月22日订立",
        "example: 设：保险合同「甲合同」；属于「甲矿」；于2025年1月22日订立",
    ),
    "E504": Entry(
        "“{cls}”要说明属于谁",
        "a “{cls}” needs to say what it belongs to",
        "加一句：属于「……」，写一条“{owner}”的名字{wrong}",
        "add 属于「…」 with the name of a “{owner}”",
    ),
    "E505": Entry(
        "“{cls}”不能写成一条记录",
        "“{cls}” cannot be written as a record",
        "它是推算出来的；写出它依据的记录",
        "it is derived; write the records it follows from",
    ),
    "E506": Entry(
        "案例台账有错：{message}", "the ledger of this case is wrong: {message}", "{help}", "{help}"
    ),
    "E508": Entry(
        "案例没有写应得什么结论",
        "this case expects nothing",
        "加一行：应判：22-3对「……」为已履行（或 应得：……）",
        "add a line 应判：… or 应得：…",
    ),
    "E509": Entry(
        "「{name}」已经是一条“{first}”，不能再是“{second}”",
        "「{name}」 is a “{first}” already; it cannot be a “{second}”",
        "一个名字只用于一条记录",
        "one name for one record",
    ),
    "E510": Entry(
        "一条“设”里只能有一条记录",
        "one 设 gives one record",
        "第二条记录另写一行“设：……”",
        "write a second record on a line 设：… of its own",
    ),
    "E511": Entry(
        "没有“{norm}”这一条",
        "there is no norm “{norm}”",
        "最接近的是“{nearest}”",
        "nearest: “{nearest}”",
    ),
    "E507": Entry(
        "“{norm}”在这里没有得出结论",
        "“{norm}” has no verdict here",
        "请核对编号和对象",
        "check the id and the subject",
    ),
}

REGULATION_MESSAGES: dict[str, Entry] = {
    "R001": Entry(
        "没有叫“{key}”的解读",
        "there is no reading “{key}”",
        "最接近的是“{nearest}”。有：{all}",
        "nearest: “{nearest}”. There are: {all}",
    ),
    "R002": Entry(
        "解读“{key}”没有“{value}”",
        "the reading “{key}” has no option “{value}”",
        "可以选：{options}",
        "options: {options}",
    ),
    "R003": Entry(
        "“{norm}”没有得出任何结论",
        "“{norm}” has no verdict on this ledger",
        "最接近的编号是“{nearest}”；也可能是台账里没有这一条所及的对象",
        "nearest id: “{nearest}”; or nothing in the ledger is bound by it",
    ),
    "R004": Entry(
        "“{norm}”没有针对“{subject}”的结论",
        "“{norm}” has no verdict for “{subject}”",
        "有：{known}",
        "there are: {known}",
    ),
    "R005": Entry(
        "没有叫“{table}”的表",
        "there is no table “{table}”",
        "最接近的是“{nearest}”。有：{all}",
        "nearest: “{nearest}”. There are: {all}",
    ),
    "R006": Entry(
        "这张表没有“{key}”这一项", "this table takes no “{key}”", "可以写：{keys}", "possible: {keys}"
    ),
    "R007": Entry(
        "{label}写成了 {value}，浮点数不精确",
        "{label} is given as the float {value}, which is not exact",
        '请写成文字或 Decimal，如 "50000.00"',
        'write it as text or Decimal, such as "50000.00"',
    ),
    "R008": Entry(
        "{label}“{value}”不是一个不小于零的数",
        "{label} “{value}” is not a number of zero or more",
        "例：50000、12345.67、5万",
        "examples: 50000, 12345.67",
    ),
    "R009": Entry(
        "{label}应为是或否，不是“{value}”",
        "{label} is yes or no, not “{value}”",
        "写 yes、no（是、否），不知道的写 unknown",
        "write yes, no or unknown",
    ),
    "R011": Entry(
        "规则文件没有为“{cls}”声明补充事实“{key}”",
        "no rule file declares the extra fact “{key}” for “{cls}”",
        "最接近的是“{nearest}”；新的事实先在规则文件里用“事实”声明",
        "nearest: “{nearest}”; declare a new one with 事实 in a rule file",
    ),
    "R012": Entry(
        "补充事实“{key}”的值“{value}”与声明的类型不符",
        "the value “{value}” of the extra fact “{key}” is not of its declared type",
        "请按声明的类型填写（是否、数目、金额、日期、文字、词）",
        "write it as its declaration says",
    ),
    "R010": Entry("{zh}", "{en}"),
}
