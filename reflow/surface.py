"""What kind of line a block is, by its surface alone.

Each pattern is tried only on lines that pass a cheap look (`Gated`).  What the lines around it
say is put to use in `reflow.kinds`.
"""

from __future__ import annotations

from reflow import starts
from reflow.continued import CONTINUED
from reflow.kinds import Kind, plain
from reflow.lang.lazy import Gated, Lazy

_CAPTION_MARKS = frozenset("图圖図表▲△▼◤【(（照資资写寫")
_CAPTION_WORDS = (
    "Fig", "Tab", "Photo", "Image", "Chart", "Plate", "Abb", "Foto", "Bild", "Cuadro", "Gr",
    "Illustration", "Source", "Quelle", "Fuente", "Fonte", "©", "그림", "표", "사진",
)  # fmt: skip
_CAPTION_BEHIND = {first: frozenset("图圖") for first in "【(（"}
_CAPTION_BEHIND.update({first: frozenset("料") for first in "照資资"})
_CAPTION_BEHIND.update({first: frozenset("真") for first in "写寫"})
_FIGURE = frozenset("一二三四五六七八九十为為")


def _may_caption(head: str) -> bool:
    first = head[0]
    if first in "图圖図表":
        behind = head[1:3].strip()[:1]
        return behind.isdecimal() or behind in _FIGURE or "\u2460" <= behind <= "\u2473"
    if first in _CAPTION_BEHIND:
        return head[1:2] in _CAPTION_BEHIND[first]
    return first in "▲△▼◤" or head.startswith(_CAPTION_WORDS)


_CAPTION = Gated(
    r"(?:[图圖図表]\s?[\d０-９一二三四五六七八九十]{1,3}(?:[-－.．][\d０-９]{1,2})?(?=[\s　:：.．、]|$)"
    r"|[图圖]\s?[①-⑳]|[图圖]为|[图圖]為|▲|△|▼|◤|【[图圖]】|[(（][图圖]|[照資资]料[图圖照片]"
    r"|(?:Fig(?:ure|ura)?|Tab(?:le|elle|leau|la|ela)?|Chart|Plate|Abb(?:ildung)?|Bild|Illustration"
    r"|Graphique|Cuadro|Gr[aá]fico)\.?\s?\d{1,3}(?:[.-]\d{1,2})?\s?[.:)—–]"
    r"|(?:Photo(?:graph)?s?|Fotos?|Image|Bild|Source|Quelle|Fuente|Fonte)(?:\s(?:by|de|von)\b|\sd['’]|\s?[:：©])|©"
    r"|(?:그림|표|사진)\s?\d{1,3}|[写寫]真\s?[\d１-９]{0,2}[:：＝=])",
    _may_caption,
)
_CREDIT_ENDS = (
    "摄", "攝", "影", "图", "圖", "片", "真", "供", "文", "사진", "제공", "기자", "촬영",
    "Photo", "Foto", "photo", "AFP", "Reuters", "Getty",
)  # fmt: skip
_CREDIT_SIGNS = frozenset(":：©＝=／/")
_CREDIT_LETTERS = frozenset("摄攝料配制製写撮提사제기촬©图圖影供／/")
_CREDIT_WORDS = (
    "Photo", "Foto", "photo", "AFP", "Reuters", "Getty", "Bild", "Image", "rafik", "Illustr", "Fot.",
)  # fmt: skip


def _may_credit(text: str) -> bool:
    if text.endswith(_CREDIT_ENDS):
        return True
    if text[-1] not in ")）]" and _CREDIT_SIGNS.isdisjoint(text) and " by " not in text:
        return False
    return not _CREDIT_LETTERS.isdisjoint(text) or any(word in text for word in _CREDIT_WORDS)


_CREDIT = Gated(
    r"(?:[摄攝]影?|[资資]料[图圖](?:片)?|[供配]图|制图|製圖|(?:写真|撮影|提供)[)）]?|[/／][摄图文影]"
    r"|(?:사진|제공|기자|촬영)[)）\]]?|(?:Photo|Foto|photo|AFP|Reuters|Getty)[)）]?"
    r"|(?:Photo(?:graph)?s?|Fotos?|Bild|Image)\s?(?:by\s|[:：©])\s?\S[^.,;]{1,30}\)?|©\s?\S[^.,;]{1,30}\)?"
    r"|(?:撮影|提供|[摄攝供]影?[图圖]?|[图圖]|사진)\s?[:：＝=／/]\s?\S{1,10}[)）]?)$",
    _may_credit,
)
# Behind a caption of any length: who took the picture, set off by a full stop or a word for it.
_LONG_CREDIT = Gated(
    r"(?:Fotos?|Photos?|Photograph|(?:Info)?[Gg]rafik|Bild|Illustration|Image|Fotografía|Fot\.)"
    r"\s?(?:by\s|[:：©])\s?\S[^.,;:]{1,30}\)?$"
    r"|[。！？”」』）)\s][^\s。，、]{2,10}[摄攝]影?[)）]?$",
    lambda tail: (
        tail[-2:].rstrip(")）").endswith(("摄", "攝", "影"))
        or any(w in tail for w in _CREDIT_WORDS)
    ),
)
_CREDITED = 200
"""Code points of a caption; of 16 labelled breaks behind such a credit none is a join."""
_ROLES = (
    "记者", "記者", "通讯员", "通訊員", "特派员", "特派員", "编辑", "編輯", "评论员",
    "作者", "作辑", "作輯", "编者", "编辑", "编輯", "編者", "編辑", "撰文", "责编", "文/",
    "文／", "기자", "특파원",
)  # fmt: skip
_ROLE_LETTERS = frozenset(role[0] for role in _ROLES)
_BYLINE_STARTS = (
    "By", "BY", "Von", "VON", "Par", "PAR", "글", "사진", "文", "写真", "撮影", "取材",
)  # fmt: skip
_BYLINE = Gated(
    r"(?:■|□|◆|●|○|文|图|圖|文[/／·]|图[/／]|[图圖]文[/／:：]?)?\s?[(（【]?"
    r"(?:[本该]?[报報刊台网網社]?(?:特约|首席|实习|見習|见习|驻\S{1,6})?(?:记者|記者|通讯员|通訊員|特派员|编辑|編輯|评论员)"
    r"|[作编編][者辑輯]|撰文|责编|文[/／][图圖]?)[\s　:：/／丨|]"
    r"|(?:By|BY|Von|Par|VON|PAR)\s+(?:[A-ZÀ-Ý][\w.'’-]+\s?){1,5}$"
    r"|(?:글|사진|글[·・]사진|文|写真|文[·・/／]写真|撮影|取材)[\s:：=＝／/][^\s].{0,12}$"
    r"|\S{2,4}\s?(?:기자|특파원)(?:\s|=|$)|[（(【]?\S{1,8}(?:記者|特派員)[)）】]?$",
    lambda head: (
        head.startswith(_BYLINE_STARTS)
        or (not _ROLE_LETTERS.isdisjoint(head[:48]) and any(role in head[:48] for role in _ROLES))
    ),
)
_WIRE = frozenset("讯訊電电")
_LEAD_IN_STARTS = frozenset("(（【[本新中人据记記■◆●▲▼※—─-")
LEAD_IN = Gated(
    r"[(（【\[]?(?:本[报報刊台网網]\s?[讯訊电電]|本[报報]\S{1,6}\d{1,2}月\d{1,2}日[电電讯訊]"
    r"|新[华華]社|中新[社网網]|人民网|据\S{2,12}[报報]道|\S{2,6}[讯訊]\s?[(（:：]|[记記]者[从從]"
    r"|【\S{1,14}】)|■|◆|●|▲|▼|※|——|──|--\s",
    lambda text: text[:1] in _LEAD_IN_STARTS or bool(set("讯訊电電") & set(text[:9])),
)
_BYLINE_START = Gated(r"(?:■|□|◆|●)\s?\S", lambda head: head[0] in "■□◆●")
_FURNITURE_STARTS = frozenset("-–—·•.~～|第ivxlcⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅬⅭⅮⅯⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹⅺⅻⅼⅽⅾⅿPSp")
_FURNITURE = Gated(
    r"(?:[-–—·•.~～|]\s?)*(?:第?\s?[\dⅰ-ⅿⅠ-Ⅿivxlc]{1,5}\s?[页頁版面쪽]?|(?:Page|page|Seite|PAGE|p\.|P\.)\s?\d{1,5}"
    r"(?:\s?(?:of|/|von|sur)\s?\d{1,5})?|\d{1,5}\s?/\s?\d{1,5})(?:\s?[-–—·•.~～|])*$",
    lambda text: text[0] in _FURNITURE_STARTS or text[0].isdecimal(),
)
_RUNNING_HEAD = Gated(
    r"(?:\S{2,12}\s)?(?:19|20)\d\d\s?(?:年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|[-./]\d{1,2}[-./]\d{1,2})"
    r"(?:\s?(?:星期|周|週)?[一二三四五六日天]?)(?:\s.{0,12})?$",
    lambda text: (
        ("19" in text or "20" in text) and ("日" in text or sum(map(text.count, "-./")) > 1)
    ),
)
_FOOTNOTE = Gated(
    r"(?:\[(?:\d{1,3}|\^[^\s\]]{1,32})\][:：]?\s|[¹²³⁴-⁹]\s?\S|\*{1,3}\)?\s\S|[†‡]\s?\S"
    r"|[(（\[]?[注註]\s?(?:[\d０-９①-⑳一二三四五六]{1,2}[)）\]]?[\s:：．.、]?|[:：]))",
    lambda head: head[0] in "[¹²³⁴⁵⁶⁷⁸⁹*†‡注註" or head[1:2] in ("注", "註"),
)
_DOT_LEADER = Gated(
    r"(?:[.·．…‥・]\s?){4,}\s*[(（]?[\dIVXivx]{0,5}[)）]?$|…{2,}\s*\d{1,4}$",
    lambda tail: "……" in tail or sum(map(tail.count, ".·．…‥・")) >= 4,
)
_CELLS = Gated(
    r"\S(?:\t|[ \u3000]{3,}|\s\|\s)\S",
    lambda text: "\t" in text or "|" in text or "  " in text or "\u3000" in text,
)
_CODE = Lazy(
    r"(?:def|class|import|from|return|raise|function|const|let|var|public|private|static|void|int|"
    r"if|for|while|else|elif|switch|case|\#include|using|package|func|fn|use|SELECT|INSERT|UPDATE|"
    r"sudo|apt|pip|git|npm|cd|ls|echo|export)\b.*[\w)\]}\"';:{>]$"
)
_CODE_SIGN = Lazy(
    r"[;{}]\s*$|^\s*[}\])]+[;,]?\s*$|\)\s*(?:->|=>|:)\s*\S*$|(?:^|\s)(?://|/\*|#!)|[=!<>+*/-]=[ \w\"'(]"
    r"|\w\(.*\)[;:]?$|^\s*[\w.]+\s=\s\S|^\$\s|\"\"\"|'''|::\w|^--?\w[\w-]*(?:\s|=|$)"
)


def surface(text: str) -> Kind:
    """The kind of one line by itself; linear in its length."""
    if _is_prose(text):
        return Kind.BODY
    head = text[:240]
    found = starts.start(head)
    if found in ("fence", "rule", "image", "table", "math", "html", "quote"):
        return Kind(found)
    if len(text) <= 24 and (_FURNITURE.match(text)):
        return Kind.FURNITURE
    if len(text) <= 40 and _RUNNING_HEAD.match(text):
        return Kind.FURNITURE
    if CONTINUED.fullmatch(text):
        return Kind.CONTINUED
    if _DOT_LEADER.search(text[-60:]):
        return Kind.TOC
    if len(text) < 90:
        if _BYLINE.match(head) or (_BYLINE_START.match(head) and len(text) < 24):
            return Kind.BYLINE
        if len(text) < 60 and _CREDIT.search(text):
            return Kind.CAPTION
    if _CAPTION.match(head) or (len(text) <= _CREDITED and _LONG_CREDIT.search(text[-48:])):
        return Kind.CAPTION
    if not _has_cjk(head) and _code_like(text):
        return Kind.CODE
    if found in ("heading", "list"):
        return Kind(found)
    if LEAD_IN.match(head):
        return Kind.LEAD_IN
    if _FOOTNOTE.match(head):
        return Kind.FOOTNOTE
    if len(text) < 200 and _CELLS.search(text):
        return Kind.TABLE
    return plain(text)


_STARTERS = starts.LETTERS | starts.MARKS | _CAPTION_MARKS | _LEAD_IN_STARTS
_STARTERS |= frozenset("¹²³⁴⁵⁶⁷⁸⁹注†‡그표사")
_PROSE_ENDS = frozenset("。！？；”」』")
_EARLY_MARKS = frozenset(".、．)）讯訊电電")


def _is_prose(text: str) -> bool:
    """Is it long and CJK, and does nothing at its ends or between tell any of the patterns?

    So is most of a text without broken paragraphs; what this passes, no pattern matches.
    """
    first = text[0]
    return (
        len(text) >= 90
        and text[-1] in _PROSE_ENDS
        and ("\u3400" <= first <= "\u9fff" or "\uac00" <= first <= "\ud7a3")
        and first not in _STARTERS
        and _EARLY_MARKS.isdisjoint(text[:9])
        and not _CELLS.may(text)
    )


def _has_cjk(head: str) -> bool:
    """Whether a Han character, kana or Hangul syllable is in it; the set is dear to compile."""
    return not head.isascii() and any(
        "\u3040" <= c <= "\u30ff" or "\u3400" <= c <= "\u9fff" or "\uac00" <= c <= "\ud7a3"
        for c in head
    )


def _code_like(text: str) -> bool:
    if len(text) > 160:
        return False
    # What nearly all prose lacks goes first.
    marked = sum(map(text.count, "{}();=<>[]_\"'|&$")) >= 3 or _CODE.match(text) is not None
    return marked and _CODE_SIGN.search(text) is not None
