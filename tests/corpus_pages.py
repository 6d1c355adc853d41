"""Documents for the tests of corpora: made up here, some with passages in common."""

from __future__ import annotations

import random

ZH = (
    "市里的{0}昨天重新开放，第一天就有{1}名居民前来参观，工作人员说准备工作持续了{2}个月。",
    "负责人{3}介绍，{0}的屋顶和窗户都已经更换，冬天不再漏风，夏天也比以前凉快得多。",
    "附近的{4}路公共汽车每隔{2}分钟一班，周末从早上六点一直开到晚上{5}点。",
    "有居民建议在门口再种{1}棵树，{3}表示会在春天以前给大家一个答复。",
)
EN = (
    "The {0} reopened on Monday after {2} months of work, and {1} people came on the first day.",
    "{3}, who runs it, said that the roof and every window had been replaced before the winter.",
    "Bus {4} now stops at the gate every {2} minutes and runs until {5} in the evening.",
    "Neighbours asked for {1} more trees along the path; {3} promised an answer by spring.",
)
PLACES = {"zh": ["图书馆", "体育馆", "美术馆", "植物园", "火车站", "少年宫", "游泳馆", "菜市场"]}
PLACES["en"] = ["library", "museum", "swimming pool", "botanical garden", "old station", "theatre"]
NAMES = {"zh": ["王秀英", "李建国", "张丽华", "陈志强", "刘晓梅"]}
NAMES["en"] = ["Anna Berg", "Tom Hale", "Mira Stone", "Paul Ritter", "Eva Lind"]

SHARED_ZH = (
    "今年汛期以来，上游水库先后三次开闸放水，下游各村提前转移了低洼地带的老人和儿童，"
    "抢险队员连续十五个昼夜守在堤上，装填沙袋四万余只，终于保住了两岸的农田和房屋，没有一人伤亡。"
)
SHARED_EN = (
    "When the ferry company announced that it would end the winter service to the outer islands, "
    "teachers, fishermen and the only doctor on the largest of them hired a hall, invited the "
    "minister, and read out to him, one after another, what the boats had carried that year."
)


def page(number: int, language: str) -> list[str]:
    """The paragraphs of one document, the same for the same number."""
    rng = random.Random(number)
    forms = ZH if language == "zh" else EN
    place, name = rng.choice(PLACES[language]), rng.choice(NAMES[language])
    return [
        form.format(
            place,
            rng.randint(40, 900),
            rng.randint(3, 30),
            name,
            rng.randint(2, 99),
            rng.randint(7, 11),
        )
        for form in rng.sample(forms, 4)
    ]


def corpus(size: int = 24) -> list[dict[str, str]]:
    """Records with `id` and `text`; of each language three hold one passage."""
    records: list[dict[str, str]] = []
    for n in range(size):
        language = "zh" if n % 2 else "en"
        paragraphs = page(n, language)
        if n % 8 in (2, 3) and n < 24:
            shared = SHARED_ZH if language == "zh" else SHARED_EN
            paragraphs.insert(1 + n % 3, shared)
        records.append({"id": f"page-{n:03d}", "text": "\n\n".join(paragraphs) + "\n"})
    return records
