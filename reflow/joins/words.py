"""Function words and endings by which a line shows that it wants more, or that it goes on."""

from __future__ import annotations

# English, German, French, Spanish, Italian.
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
HAN_RIGHT = frozenset(
    "的了着著过過地得们們等之者性化中上下内內后後前里裡是和与與及或而且但在到为為所以有将將被"
)
# Syllables that end a Korean word which wants more: particles, connectives, adnominal endings.
HANGUL_ENDINGS = frozenset("은는이가을를에의로와과도고며서면지한된할던게만든운인")
KANA_RIGHT = frozenset(
    "をがはにでとのもへやかねよさるれたてんくきしいうっッーゃゅょャュョァィゥェォ"
)
