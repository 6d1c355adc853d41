"""Function words and endings by which a line shows that it wants more, or that it goes on."""

from __future__ import annotations

# English, German, French, Spanish, Italian, Portuguese, Dutch, Russian, Vietnamese.
LEFT_WORDS = frozenset(
    """
    the a an of to in on at by for with from and or but as is are was were be been that
    which who this these its their his her our your my not no if than then when while into
    over under between through during has have had will would can could may must should der
    die das den dem des ein eine einen einem einer eines und oder aber von zu im am auf aus
    bei mit nach für über unter durch um als wie ist sind war wird werden nicht dass sich
    zur zum vom le la les un une du de et ou à au aux en dans sur par pour avec que qui dont
    ne pas se ce cette ces son sa ses leur leurs est sont été plus el los las y o del al con
    por para una il gli di e che per non
    """.split()
)
HAN_LEFT = frozenset(
    "的和与與及或在对對为為向从從把被将將以由于於是了并並而但不就都也还還等使让讓给給据據按经經至到其这這那各每该該个個"
)
# Adverbs, auxiliaries, prepositions and conjunctions of two and three characters, which want a
# verb or a clause behind them.
HAN_LEFT_WORDS = frozenset(
    """
    努力 积极 大力 不断 切实 全面 着力 深入 扎实 持续 更加 非常 十分 已经 正在 尚未 曾经 仍然
    逐步 逐渐 分别 共同 主动 及时 充分 认真 严格 进一步 尽快 尽量 立即 随即 必须 应当 应该
    能够 可以 可能 需要 不能 不得 不会 没有 以及 并且 而且 或者 因此 因为 由于 虽然 但是 然而
    如果 除了 关于 对于 根据 按照 通过 随着 为了 其中 包括 例如 即使 无论 不仅 从而 以便 甚至
    尤其 特别 一直 依然 往往 常常 经常 几乎 仅仅 只是 就是 还是 也是 都是 不是 这些 那些 这个
    那个 这种 每个 各种 一个 一种 一些 有关 成为 作为 使得 繼續 進一步 不斷 積極 嚴格 應該
    應當 並且 還是 這些 這個 這種 一個 一種 關於 對於 根據 隨著 為了 雖然 無論 成為 作為 沒有
    必須 已經 及時 持續 加快 继续
    """.split()
)
HAN_RIGHT = frozenset(
    "的了着著过過地得们們等之者性化中上下内內后後前里裡是和与與及或而且但在到为為所以有将將被"
)
# Syllables that end a Korean word which wants more: particles, connectives, adnominal endings.
HANGUL_ENDINGS = frozenset("은는이가을를에의로와과도고며서면지한된할던게만든운인")
KANA_RIGHT = frozenset(
    "をがはにでとのもへやかねよさるれたてんくきしいうっッーゃゅょャュョァィゥェォ"
)


def wants_more(text: str) -> bool:
    """Does the text end with a Han adverb, auxiliary, preposition or conjunction?"""
    return text[-2:] in HAN_LEFT_WORDS or text[-3:] in HAN_LEFT_WORDS
