# ruff: noqa: E501 - a sentence stands on one line, as a document has it
"""A defect grammar: clean documents, and what extraction does to them, as hypothesis strategies.

A clean document is a list of parts (heading, byline, paragraph, list, table, poem) in one of six
languages, put together from sentence patterns with slots; no pattern occurs twice in a document,
so that nothing in it is a repetition.  `damaged` injects the defects that reflow is about, and
others that it must leave alone.  All sentences are written for these tests.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hypothesis import strategies as st


@dataclass(frozen=True)
class Language:
    """The material of one language; `{p}` a place, `{w}` a person, `{n}` a number."""

    name: str
    spaced: bool
    """Does it write spaces between words?"""
    connective: str = field(repr=False)
    places: tuple[str, ...] = field(repr=False)
    people: tuple[str, ...] = field(repr=False)
    headings: tuple[str, ...] = field(repr=False)
    bylines: tuple[str, ...] = field(repr=False)
    captions: tuple[str, ...] = field(repr=False)
    sentences: tuple[str, ...] = field(repr=False)
    items: tuple[str, ...] = field(repr=False)
    verse: tuple[str, ...] = field(repr=False)
    bullets: tuple[str, ...] = field(default=("- ", "• "), repr=False)


def _rows(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())


HANS = Language(
    "zh-Hans",
    False,
    "和",
    ("青石镇", "临江区", "白杨村", "南湖县"),
    ("周明远", "林小雨", "郑海涛", "何思齐"),
    _rows("""
        老码头换了新模样
        山村小学的下午四点
        {p}启动冬季供暖检查
        旧书市场 重回街巷
        一座桥的三次搬家
    """),
    _rows("""
        本报记者 {w}
        文/图 {w}
        ■ {w}
    """),
    _rows("""
        图为{p}的渡口 {w} 摄
        图{n} 各月客流量
        ▲ 孩子们在操场上放风筝
    """),
    _rows("""
        去年秋天,{p}的渡口重新开放,每天有{n}名乘客从这里过江。
        {w}在码头上工作了二十多年,他记得每一条船的名字和它们停靠的时间。
        为了方便老人看病,卫生院把门诊时间延长到晚上八点,周末也不休息。
        修桥的工人说,最难的不是打桩,而是在汛期到来之前把材料运到对岸。
        学校的图书室只有两间屋子,却藏着{n}多册图书,其中不少是村民捐来的。
        今年的雨水比往年多,低处的田地一度被淹,好在排水渠上个月刚刚疏通。
        “以前买一次菜要走半个小时,现在楼下就有摊位。”住在三楼的{w}笑着说。
        记者走进车间时,机器已经停了,几位师傅正围着一张图纸讨论零件的尺寸。
        据统计,全区共有{n}户家庭安装了新的水表,漏水的投诉因此少了一半。
        这条老街长不过三百米,理发店、修鞋铺、茶馆一家挨着一家,从早到晚都很热闹。
        考虑到冬天路面容易结冰,管理处提前准备了防滑沙,并安排专人在清晨巡查。
        演出结束以后,台下的观众久久不愿离开,有人请演员在节目单上签名。
        新建的污水处理站采用了较为安静的设备,附近居民夜里几乎听不到声音。
        {p}的果农把成熟的梨子装进纸箱,由合作社统一运往城里的批发市场。
        研究人员在湖边设了{n}个观察点,用望远镜记录候鸟到达和离开的日子。
        如果天气允许,第二批树苗将在三月中旬栽下,品种以耐旱的槐树为主。
        仓库的钥匙一直由{w}保管,她每天早上六点开门,傍晚再把账本核对一遍。
        火车站搬走之后,站前广场渐渐冷清下来,直到去年才改成一个夜市。
        有人担心游客太多会打扰村里的生活,村委会于是规定每天只接待{n}人。
        那台老式放映机修了三次,零件是从邻县的旧货店里一点一点找齐的。
        讨论会上意见并不一致,但大家都同意先把漏雨的屋顶修好再说别的。
    """),
    _rows("""
        检查各楼层的灭火器
        登记来访人员的姓名
        关闭不用的水源和电源
        把借出的工具放回原处
        核对当天的收支记录
    """),
    _rows("""
        风从江上来
        灯火落进水里
        一只小船不说话
        等着天亮
        母亲在窗前数星星
        数到第七颗就睡着了
    """),
)
HANT = Language(
    "zh-Hant",
    False,
    "和",
    ("松林鄉", "港尾里", "竹園區", "石門村"),
    ("陳雅婷", "黃志豪", "許文彬", "蔡佩珊"),
    _rows("""
        山間郵局的最後一班車
        {p}圖書館延長開放
        夜市裡的老招牌
        如何照顧一棵老樹
    """),
    _rows("""
        記者 {w}
        文/圖 {w}
    """),
    _rows("""
        圖為{p}的老郵局 {w} 攝
        ▲ 居民在樹下乘涼
        圖{n} 每月借閱冊數
    """),
    _rows("""
        郵局設在半山腰,每天只有一班車經過,{w}總是提早十分鐘在門口等候。
        為了保存這棵老樹,{p}的居民組成小組,輪流替它澆水和清理落葉。
        圖書館去年新添了{n}冊童書,週末的說故事時間因此多了一倍的孩子。
        店家說,招牌上的字是父親親手寫的,雖然褪了色,卻一直捨不得換掉。
        颱風過後,步道上倒了不少樹木,義工花了三個週末才把路清理出來。
        「小時候我們都在這條溪裡游泳,水清得看得見石頭。」{w}回憶說。
        新的公車路線把車站和醫院連在一起,老人看病不必再轉兩趟車。
        那間雜貨店的後面有一口井,夏天時鄰居會把西瓜放進去冰鎮。
        學校決定把舊教室改成工坊,讓學生學習木工、縫紉以及簡單的修理。
        研究團隊在{p}設置了{n}個雨量站,資料每小時自動傳回辦公室。
        菜市場早上五點就開始忙碌,賣魚的攤位前總是排著長長的隊伍。
        雖然經費有限,里長還是設法修好了活動中心漏水的屋頂。
        冬天的霧很濃,開船的人只能憑著經驗和燈塔的光慢慢靠岸。
        展覽共分成三個部分,第一部分介紹造紙的歷史,後面兩部分可以動手操作。
        他把每一封退回的信都收進木箱,希望有一天能找到收信的人。
        這座吊橋全長{n}公尺,剛完工的時候許多人特地從外地趕來看。
    """),
    _rows("""
        攜帶雨具與飲水
        確認集合的時間地點
        不要餵食野生動物
        將垃圾帶下山
    """),
    _rows("""
        山把雲收進口袋
        雨就停了
        石階一級一級
        通往你的門前
        我沒有敲門
    """),
)
JA = Language(
    "ja",
    False,
    "と",
    ("白川町", "港北地区", "小原村", "南浜"),
    ("佐藤さん", "山口さん", "中村さん", "井上さん"),
    _rows("""
        港の朝市が帰ってきた
        {p}で古民家を直す
        図書館の小さな工夫
        雪道を歩くために
    """),
    _rows("""
        文・写真 {w}
        地域欄 {w}
    """),
    _rows("""
        写真{n}:港の朝市の様子
        図{n} 月ごとの来館者数
        写真：修理を終えた時計台
    """),
    _rows("""
        朝市は夜明け前から準備が始まり、六時には{n}人ほどの客が列を作る。
        {w}は二十年前に{p}へ移り住み、空き家だった古い家を少しずつ直してきた。
        図書館では、返却された本を並べる棚を入口の近くに置くようにした。
        雪が積もった日は、足の裏全体で地面を踏むように歩くと滑りにくい。
        「ここで育った魚を、ここの人に食べてもらいたいんです」と漁師は話す。
        バスの本数が減ったため、住民は当番を決めて車で買い物に出かけている。
        町は来年度、川沿いの遊歩道に{n}基の照明を新しく設ける予定だ。
        時計台の修理には半年かかり、部品の多くは手作業で作り直された。
        子どもたちは放課後に集まり、畑で採れた野菜を使って夕食を作った。
        調査によると、この池には少なくとも{n}種類の水草が生えているという。
        昔の写真を見ると、駅前には大きな柳の木があったことがわかる。
        風の強い日には船が出ないので、島の人は早めに買い物を済ませておく。
        工場の跡地には、誰でも使える広場と小さな舞台が作られることになった。
        {p}の祭りは三日間続き、最後の夜には川に灯りを流すのが習わしである。
        講座は月に一度開かれ、和紙の作り方を初めての人にも丁寧に教えている。
        古い地図と比べてみると、海岸線が思ったよりも後退していることに驚く。
    """),
    _rows("""
        窓と扉を閉める
        火の元を確かめる
        集合場所を家族で決める
        飲み水を用意する
    """),
    _rows("""
        雨のにおいがして
        猫がひとつあくびをする
        だれもいない駅に
        夕焼けが止まっている
    """),
    ("・", "- "),
)
KO = Language(
    "ko",
    True,
    "및",
    ("은행동", "바람골", "남쪽 마을", "새터면"),
    ("김민서", "박준호", "이서연", "최영훈"),
    _rows("""
        다시 문을 연 골목 서점
        {p} 주민들이 만든 작은 공원
        겨울 바다의 등대지기
        오래된 다리의 새 이름
    """),
    _rows("""
        {w} 기자
        글·사진 {w}
    """),
    _rows("""
        그림 {n} 월별 방문자 수
        사진 {n} 수리를 마친 등대
    """),
    _rows("""
        서점은 오후 두 시에 문을 열고, 저녁에는 {n}명 안팎의 손님이 모여 책을 읽는다.
        {w} 씨는 십 년 전 이 마을로 이사한 뒤 버려진 창고를 조금씩 고쳐 왔다.
        주민들은 쓰레기가 쌓여 있던 빈터에 나무를 심고 긴 의자를 놓았다.
        눈이 많이 온 날에는 버스가 다니지 않아 아이들이 걸어서 학교에 간다.
        등대지기는 매일 밤 불빛이 제대로 돌아가는지 두 번씩 확인한다고 말했다.
        시청은 내년까지 하천 주변에 가로등 {n}개를 더 설치할 계획이다.
        시장 상인들은 새벽부터 생선을 손질하며 첫 손님을 기다린다.
        “예전에는 이 길이 전부 논이었습니다.” 할머니가 창밖을 가리키며 말했다.
        다리가 놓이기 전까지 사람들은 작은 배를 타고 강을 건너야 했다.
        연구진은 호수 둘레에 관찰 지점을 정하고 철새의 수를 기록하였다.
        도서관은 방학 동안 어린이를 위한 글쓰기 교실을 매주 열기로 했다.
        공장이 떠난 자리에는 누구나 쓸 수 있는 작업실과 작은 무대가 들어섰다.
        {p}에서는 가을마다 사흘 동안 잔치가 열리고 마지막 밤에 등을 띄운다.
        오래된 우물은 지금도 물이 맑아서 여름이면 이웃들이 자주 찾는다.
        회의에서는 의견이 갈렸지만 비가 새는 지붕부터 고치자는 데 모두 동의했다.
    """),
    _rows("""
        창문과 문을 닫는다
        가스 밸브를 잠근다
        비상 연락처를 적어 둔다
        마실 물을 준비한다
    """),
    _rows("""
        바람이 먼저 도착한 마을
        빈 의자 하나
        저녁이 앉았다 간다
        나는 불을 켜지 않았다
    """),
)
EN = Language(
    "en",
    True,
    "and",
    ("Marlow Bay", "Eastbrook", "the upper valley", "Harrow Lane"),
    ("Ruth Ellery", "Tom Ashby", "Nadia Kerr", "Owen Blake"),
    _rows("""
        The Ferry That Came Back
        Keeping an Old Orchard Alive
        A Library Without Shelves
        Notes from the Weather Station
    """),
    _rows("""
        By {w}
    """),
    _rows("""
        Figure {n}: Monthly visitors to the museum.
        Photo: the restored clock tower
        Table {n}. Rainfall by month
    """),
    _rows("""
        The ferry resumed its service last autumn, and some {n} passengers now cross the river every day.
        When the school moved to its new building, the old classrooms were turned into workshops for carpenters and potters.
        {w} has looked after the orchard for thirty years and knows the history of almost every tree in it.
        Nobody expected the bridge to survive the flood, but the stone arches held while the wooden railing was swept away.
        The council agreed to repair the roof first, although several members would have preferred a new heating system.
        At the weather station, instruments are read three times a day and the results are written into a paper journal.
        Residents of {p} complained that the night buses were often late and sometimes did not come at all.
        A small exhibition on the ground floor shows how paper was made before machines took over the work.
        Because the harbour freezes in most winters, supplies are brought to the island well before the end of October.
        The restoration of the clock took eighteen months, during which more than {n} parts had to be made by hand.
        Visitors are asked to leave their bags at the entrance and to keep their voices low in the reading room.
        In the early hours of the morning, the market square fills with vans, crates and the smell of fresh bread.
        Her notebooks describe the migration of birds along the coast with a patience that few scientists could match.
        Although the factory closed long ago, its chimney is still used by sailors as a landmark when they approach {p}.
        The new path follows the old railway line and is wide enough for walkers and cyclists to share.
        Farmers who had lost their crops in the storm received seed from neighbours on the other side of the hill.
    """),
    _rows("""
        Check the locks on all doors
        Return borrowed tools
        Water the seedlings
        Read the meter in the cellar
    """),
    _rows("""
        The tide went out without a word
        and left a chair upon the sand
        a gull inspected it and heard
        the radio of another land
    """),
)
DE = Language(
    "de",
    True,
    "und",
    ("Altenbruck", "das obere Tal", "Lindenau", "der Hafen"),
    ("Anna Behrend", "Jonas Kolb", "Marta Seidel", "Emil Vogt"),
    _rows("""
        Die letzte Mühle am Bach
        Ein Garten für alle
        Wo der Nachtzug hielt
        Briefe aus der Wetterwarte
    """),
    _rows("""
        Von {w}
    """),
    _rows("""
        Abbildung {n}: Besucher nach Monaten
        Foto: die wiederhergestellte Turmuhr
    """),
    _rows("""
        Die Mühle am Bach wurde im vergangenen Jahr wieder geöffnet und zählt seither rund {n} Besucher im Monat.
        {w} kümmert sich seit dreißig Jahren um den Garten und kennt die Geschichte fast jedes Baumes.
        Als der Nachtzug noch hielt, brannte im Wartesaal bis zum Morgen Licht, und jemand kochte Kaffee.
        Der Gemeinderat beschloss, zuerst das Dach zu reparieren, obwohl manche lieber eine neue Heizung gehabt hätten.
        In der Wetterwarte werden die Instrumente dreimal täglich abgelesen und die Werte von Hand eingetragen.
        Niemand hatte erwartet, dass die Brücke das Hochwasser übersteht, doch die steinernen Bögen hielten stand.
        Weil der Hafen im Winter oft zufriert, werden die Vorräte schon vor Ende Oktober auf die Insel gebracht.
        Eine kleine Ausstellung im Erdgeschoss zeigt, wie Papier geschöpft wurde, bevor Maschinen diese Arbeit übernahmen.
        Die Bewohner beklagten, dass die Busse am Abend häufig zu spät kamen und manchmal ganz ausfielen.
        Für die Reparatur der Turmuhr mussten mehr als {n} Teile neu angefertigt werden.
        Der neue Weg folgt der alten Bahnstrecke und ist breit genug für Spaziergänger wie für Radfahrer.
        Ihre Tagebücher beschreiben den Vogelzug an der Küste mit einer Geduld, die man selten findet.
        Am frühen Morgen füllt sich der Marktplatz mit Lieferwagen, Kisten und dem Geruch von frischem Brot.
        Obwohl die Fabrik längst geschlossen ist, dient ihr Schornstein den Seeleuten noch immer als Zeichen.
        Wer im Sturm seine Ernte verloren hatte, bekam von den Nachbarn jenseits des Hügels neues Saatgut.
    """),
    _rows("""
        Fenster und Türen schließen
        Werkzeug zurückbringen
        Setzlinge gießen
        Zählerstand im Keller ablesen
    """),
    _rows("""
        Der Abend stellt die Stühle fort
        der Fluss behält sein letztes Licht
        ein Boot vergisst den eignen Ort
        und wer es rief der weiß es nicht
    """),
)
LANGUAGES = (HANS, HANT, JA, KO, EN, DE)


@dataclass(frozen=True)
class Part:
    """One part of a document, and the lines that it is written in."""

    kind: str
    """heading, byline, paragraph, list, table or poem."""
    lines: tuple[str, ...]
    sentences: tuple[str, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True)
class Clean:
    """A document as it should be."""

    language: Language
    parts: tuple[Part, ...]

    @property
    def text(self) -> str:
        return "\n\n".join(p.text for p in self.parts) + "\n"


@dataclass(frozen=True)
class Damaged:
    """A document with defects, and the names of what was done to it."""

    text: str
    """What is read."""
    defects: tuple[str, ...]
    clean: Clean = field(repr=False)


KINDS = ("paragraph", "list", "table", "poem")


@st.composite
def clean_documents(
    draw: st.DrawFn,
    languages: tuple[Language, ...] = LANGUAGES,
    kinds: tuple[str, ...] = KINDS,
) -> Clean:
    """Articles with a heading, sometimes a byline, paragraphs, and set pieces among them."""
    language = draw(st.sampled_from(languages))
    unused = _Unused(draw, language)
    parts: list[Part] = []
    for _ in range(draw(st.integers(1, 3))):
        if draw(st.booleans()) and (line := unused.take("headings")):
            parts.append(Part("heading", (line,)))
            if draw(st.booleans()) and (line := unused.take("bylines")):
                parts.append(Part("byline", (line,)))
        for _ in range(draw(st.integers(1, 3))):
            kind = draw(st.sampled_from(("paragraph", *kinds)))
            part = _part(draw, language, unused, kind)
            if part is not None:
                parts.append(part)
    if not parts:
        parts.append(Part("heading", ("-",)))
    return Clean(language, tuple(parts))


class _Unused:
    """Patterns that the document has not used yet, filled in."""

    def __init__(self, draw: st.DrawFn, language: Language) -> None:
        self._draw = draw
        self._language = language
        names = ("headings", "bylines", "captions", "sentences", "items", "verse")
        self._left = {name: list(getattr(language, name)) for name in names}

    def take(self, name: str) -> str:
        left = self._left[name]
        if not left:
            return ""
        pattern = left.pop(self._draw(st.integers(0, len(left) - 1)))
        return _filled(self._draw, self._language, pattern)

    def rows(self, name: str) -> tuple[str, ...]:
        rows, self._left[name] = tuple(self._left[name]), []
        return rows


def _filled(draw: st.DrawFn, language: Language, pattern: str) -> str:
    return pattern.format(
        p=draw(st.sampled_from(language.places)) if "{p}" in pattern else "",
        w=draw(st.sampled_from(language.people)) if "{w}" in pattern else "",
        n=draw(st.integers(2, 4000)) if "{n}" in pattern else "",
    )


def _part(draw: st.DrawFn, language: Language, unused: _Unused, kind: str) -> Part | None:
    if kind == "paragraph":
        sentences = tuple(filter(None, (unused.take("sentences") for _ in range(draw(_FEW)))))
        if not sentences:
            return None
        return Part(kind, ((" " if language.spaced else "").join(sentences),), sentences)
    if kind == "poem":
        rows = unused.rows("verse")
        return Part(kind, rows) if rows else None
    rows = tuple(filter(None, (unused.take("items") for _ in range(draw(st.integers(2, 4))))))
    if len(rows) < 2:
        return None
    if kind == "list":
        mark = draw(st.sampled_from((*language.bullets, "1. ")))
        return Part(
            kind, tuple(f"{n}. {r}" if mark == "1. " else mark + r for n, r in _numbered(rows))
        )
    numbers = [draw(st.integers(1, 999)) for _ in rows]
    body = tuple(f"| {r} | {n} |" for r, n in zip(rows, numbers, strict=True))
    return Part(kind, (body[0], "| --- | --- |", *body[1:]))


def _numbered(rows: tuple[str, ...]) -> list[tuple[int, str]]:
    return list(enumerate(rows, 1))


_FEW = st.integers(1, 4)

# ------------------------------------------------------------------ defects

DEFECTS = ("break", "wrap", "copy", "between", "stray")
"""What reflow mends."""
NOISE = ("crlf", "cr", "trailing", "form feed", "bom", "no last newline", "gaps")
"""What it must carry through."""

_STOP = re.compile(r"[。！？!?….][”’」』）)]*\s*$")


@st.composite
def damaged(
    draw: st.DrawFn,
    languages: tuple[Language, ...] = LANGUAGES,
    defects: tuple[str, ...] = DEFECTS,
    noise: tuple[str, ...] = NOISE,
) -> Damaged:
    """A clean document with one to four defects, and sometimes noise over all of it."""
    clean = draw(clean_documents(languages))
    done: list[str] = []
    # Chunks stand apart by a blank line; each defect works on them.
    chunks = [p.text for p in clean.parts]
    prose = {p.text for p in clean.parts if p.kind == "paragraph"}
    for name in draw(st.lists(st.sampled_from(defects), min_size=1, max_size=4)):
        targets = [i for i, c in enumerate(chunks) if c in prose]
        if not targets:
            break
        at = draw(st.sampled_from(targets))
        _DEFECTS[name](draw, clean, chunks, at)
        done.append(name)
    text = "\n\n".join(chunks) + "\n"
    for name in draw(st.lists(st.sampled_from(noise), max_size=2, unique=True)) if noise else ():
        text = _noise(draw, text, name)
        done.append(name)
    return Damaged(text, tuple(done), clean)


def cut(draw: st.DrawFn, text: str, spaced: bool) -> tuple[str, str] | None:
    """`text` in two halves, as a column cuts it: never behind a sentence, at a space if it can."""
    if len(text) < 8:
        return None
    at = draw(st.integers(3, len(text) - 3))
    if spaced:
        space = text.rfind(" ", 0, at)
        if space < 3:
            return None
        word = re.match(r"[^\W\d_]{7,}", text[space + 1 :])
        if word and draw(st.booleans()):
            inner = space + 1 + draw(st.integers(3, word.end() - 3))
            hyphen = "-" if text[inner] < "\u0250" else ""
            return text[:inner] + hyphen, text[inner:]
        left, right = text[:space], text[space + 1 :]
    else:
        left, right = text[:at], text[at:]
    return None if _STOP.search(left) or not right.strip() else (left, right)


def _break(draw: st.DrawFn, clean: Clean, chunks: list[str], at: int) -> None:
    halves = cut(draw, chunks[at], clean.language.spaced)
    if halves:
        chunks[at : at + 1] = halves


def _between(draw: st.DrawFn, clean: Clean, chunks: list[str], at: int) -> None:
    """A caption, a page number with its form feed, or both between two halves."""
    halves = cut(draw, chunks[at], clean.language.spaced)
    if not halves:
        return
    caption = _filled(draw, clean.language, draw(st.sampled_from(clean.language.captions)))
    page = f"- {draw(st.integers(2, 99))} -"
    middle = draw(st.sampled_from([[caption], [page], ["\f" + page], [caption, page]]))
    chunks[at : at + 1] = [halves[0], *middle, halves[1]]


def _wrap(draw: st.DrawFn, clean: Clean, chunks: list[str], at: int) -> None:
    """One paragraph set in lines of equal width."""
    text = chunks[at]
    if clean.language.spaced:
        width = draw(st.integers(28, 72))
        lines, line = [], ""
        for word in text.split(" "):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        chunks[at] = "\n".join([*lines, line])
    else:
        width = draw(st.integers(12, 36))
        chunks[at] = "\n".join(text[i : i + width].strip() for i in range(0, len(text), width))


def _copy(draw: st.DrawFn, clean: Clean, chunks: list[str], at: int) -> None:
    """A passage once more at another place, some of its characters misread."""
    text = chunks[at]
    if draw(st.booleans()) and len(text) > 60:
        text = text[draw(st.integers(0, 20)) : len(text) - draw(st.integers(0, 20))]
    letters = list(text)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(letters) - 1))
        if letters[place].isalpha():
            letters[place] = draw(st.sampled_from(("口", "己", "e", "l", "")))
    place = draw(st.integers(0, len(chunks)))
    chunks.insert(place, "".join(letters).strip() or "-")


def _stray(draw: st.DrawFn, clean: Clean, chunks: list[str], at: int) -> None:
    """A connective of another language in the place of the right one."""
    language, text = clean.language, chunks[at]
    if language.spaced:
        word, token = f" {language.connective} ", " 和 "
    else:
        word, token = language.connective, " and "
    if word in text:
        chunks[at] = text.replace(word, token, 1)


_DEFECTS = {"break": _break, "between": _between, "wrap": _wrap, "copy": _copy, "stray": _stray}


def _noise(draw: st.DrawFn, text: str, name: str) -> str:
    if name == "crlf":
        return text.replace("\n", "\r\n")
    if name == "cr":
        return text.replace("\n", "\r")
    if name == "trailing":
        return text.replace("\n", draw(st.sampled_from([" \n", "\t\n", "\u3000\n"])))
    if name == "form feed":
        return text.replace("\n\n", "\n\f\n", 1)
    if name == "bom":
        return "\ufeff" + text
    if name == "no last newline":
        return text.rstrip("\n")
    return text.replace("\n\n", "\n\n\n\n")
