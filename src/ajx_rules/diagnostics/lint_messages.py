"""What is no error in a rule file but deserves a look, code by code (E70x, E71x).

``warning``: something is written in vain, or missing where a reader expects it.
``info``: worth knowing once; ``ajx lint --all`` shows it.
"""

from __future__ import annotations

from ajx_rules.diagnostics.entry import Entry

LINT_MESSAGES: dict[str, Entry] = {
    "E701": Entry(
        "定义“{name}”没有被用到",
        "the definition “{name}” is not used",
        "删去它，或在用得着的句子里写它的名称",
        "remove it, or use its name where it was meant",
        severity="warning",
    ),
    "E702": Entry(
        "判断“{name}”没有被用到，谁也不会被问到",
        "the judgement “{name}” is not used: nobody will be asked",
        "在规范里写“判断：{name}”（或“及时与否：{name}”），或在句子里用它",
        "name it in a norm (判断：{name} or 及时与否：{name}), or in a sentence",
        severity="warning",
    ),
    "E703": Entry(
        "解读“{name}”没有被用到，选哪一说结论都一样",
        "the reading “{name}” is not used: no verdict depends on it",
        "在条件、定义或例外里写“{name}采乙说”",
        "write {name}采乙说 in a condition, a definition or an exception",
        severity="warning",
    ),
    "E704": Entry(
        "词表“{name}”里有规则从未提到的词：{entries}",
        "the vocabulary “{name}” has entries that no rule names: {entries}",
        "只用来登记的词可以不管；若本来应当有规则提到它，请核对写法",
        "entries that are only recorded are fine; if a rule should name one, check its spelling",
        severity="info",
    ),
    "E705": Entry(
        "“{name}”没有写凭证，履行了也说不出看什么材料",
        "“{name}” names no evidence: nothing says which record proves it",
        "加一行，如“凭证：服务记录”",
        "add a line such as 凭证：服务记录",
        severity="warning",
    ),
    "E708": Entry(
        "例外“{name}”永远不会适用：{why}",
        "the exception “{name}” can never apply: {why_en}",
        "请核对“针对”和“条件”",
        "check 针对 and 条件",
        severity="warning",
    ),
    "E709": Entry(
        "还没有着落：{words}",
        "no declaration accounts for this: {words}",
        "{advice}",
        "{advice_en}",
        severity="warning",
    ),
    "E710": Entry(
        "“{field}：{value}”与通则相同，不必再写",
        "“{field}：{value}” is what 通则 says already",
        "删去这一项；只有与通则不同的才写",
        "remove it; write the field only where it differs",
        severity="warning",
    ),
    "E711": Entry(
        "“{name}”与“{other}”（{where}）执行的是同一段话：{words}",
        "“{name}” and “{other}” ({where}) carry out the same words: {words}",
        "每段话只由一条规范执行；确属一句话两个对象的，编号后加“/”和对象；同一行为写了几次的，写“同组”",
        "let one norm carry out each passage; one sentence with two subjects takes ids with / and a level",
        severity="warning",
    ),
    "E712": Entry(
        "“{name}”本来就是{what}，另作{kind}会盖住原来的意思",
        "“{name}” is already {what_en}; as {english} it hides that meaning",
        "换一个名称",
        "choose another name",
        severity="warning",
    ),
    "E713": Entry(
        "写法不是规范格式（共{count}行）",
        "not in canonical form ({count} lines)",
        "运行 ajx fmt 即可改好",
        "run ajx fmt",
        severity="warning",
    ),
    "E714": Entry(
        "{file} 没有改动：规范格式读出来与原来不同，这是本软件的缺陷",
        "{file} was left alone: its canonical form does not read back the same; this is a fault of this software",
        "请把该文件报告给维护者",
        "please report the file",
    ),
    "E715": Entry(
        "“{name}”的原话里有“{number}”，规则没有用到",
        "the words of “{name}” say “{number}”, and the rule does not use it",
        "期限写进“期限”，多久几次写进“频次”或“对象”；这个数由别的规范执行的，从「」里去掉它",
        "a term goes into 期限, a frequency into 频次; where another norm carries the number out, leave it out of 「」",
        severity="warning",
    ),
    "E716": Entry(
        "“{name}”的原话列了{quoted}项，规则只列了{count}项",
        "the words of “{name}” list {quoted} items, the rule only {count}",
        "补上漏掉的项；由别的规范执行的，从「」里去掉，用“……”代替",
        "add what is lost; items that another norm carries out are left out of 「」 with ……",
        severity="warning",
    ),
    "E717": Entry(
        "判断“{name}”没有写不利答案，按“否”是不利算：{question}",
        "the judgement “{name}” does not say which answer is the bad one; “no” is taken: {question}",
        "加一项“不利答案：否”；答“是”才是不好的，写“不利答案：是”",
        "add 不利答案：否, or 不利答案：是 where yes is the bad answer",
        severity="warning",
    ),
    "E718": Entry(
        "义务人“{bearer}”不是台账里有记录的哪一方，按主管部门算：台账不是主管部门的，这一条不判",
        "the bearer “{bearer}” is nobody that a ledger has records of; it is taken for an authority, and the norm is "
        "not judged unless the ledger is an authority's",
        "最接近的是“{nearest}”。确是主管部门的，写出部门的名称",
        "nearest: “{nearest}”. If it is an authority, write its name with 部门 or 机关",
        severity="warning",
    ),
    "E719": Entry(
        "“{name}”的原文是“{text}”，规则写的是“{rule}”，界限的一边不同",
        "the text of “{name}” says “{text}”, the rule “{rule}”: another bound",
        "不低于、不少于含本数；超过、高于不含；不超过、不高于含本数；低于、少于不含。规则确实没有错的，把「」里的话写得窄些",
        "不低于 and 不少于 take the number in, 超过 and 高于 do not; 不超过 and 不高于 do, 低于 and 少于 do not",
        severity="warning",
    ),
}
