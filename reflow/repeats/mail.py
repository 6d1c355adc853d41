"""Messages that are quoted below an answer: a thread says the same words again, as it should."""

from __future__ import annotations

import re

from reflow.document import Span

# Characters and lines before a passage in which the head of a quoted message is looked for.
REACH, LINES = 400, 8

_MARKED = re.compile(r"[>|»]")
_FIELD = re.compile(
    r"\W{0,4}(?:From|To|Cc|Sent|Date|Subject|Von|An|Gesendet|Datum|Betreff|De|À|Envoyé|Objet|Para|Asunto"
    r"|发件人|收件人|抄送|发送时间|日期|主题|主旨|寄件者|收件者|標題|差出人|宛先|送信日時|件名|日時"
    r"|보낸 ?사람|받는 ?사람|보낸 ?날짜|제목|날짜)\W{0,4}[:：]"
)
_OPENED = re.compile(
    r"(?<!-)-{2,}\s*(?:Original|Forwarded|Ursprüngliche|Weitergeleitete|Message|Mensaje|原始|转发|轉寄|元の"
    r"|転送|원본|전달)[^\n]{0,40}-{2,}\s*$"
    r"|^(?=[^\n]*\d)[^\n]{0,120}(?:\bwrote|\bschrieb[^\n]{0,60}|\ba écrit|\bescribió|写道|寫道"
    r"|さん(?:は|が)書きました|작성|썼습니다)\s?[:：]\s*$"
)


def quoted_message(text: str, span: Span) -> bool:
    """Whether `span` is part of a message that is quoted or passed on.

    Its lines are marked (`>`), or above its paragraph stand fields of a message's head, two at
    least, or the words that lead into a quoted one.
    """
    start = text.rfind("\n", max(span.start - REACH, 0), span.start + 1) + 1
    if _MARKED.match(text[start : start + 4].lstrip()):
        return True
    above = text[max(start - REACH, 0) : start].split("\n")
    lines = [s.strip() for s in above if s.strip()][-LINES:]
    if any(_OPENED.search(s) for s in lines[-3:]):
        return True
    return len(lines) > 1 and all(map(_FIELD.match, lines[-2:]))
