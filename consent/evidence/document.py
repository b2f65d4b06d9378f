"""The evidence of one client as a PDF: what the page shows, word for word, with the digest of each chain.

The page and the file are made from the same rows by the same words; whoever doubts a file computes the digest again
from the ledger (``consent.queries.evidence``).
"""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from clienteling.lib.pdf_fonts import PLAIN, STRONG, has_every_letter, is_east_asian, marked_up
from consent.evidence.words import said_about, said_how, said_of, said_when
from consent.models import Decision
from consent.queries.evidence import Evidence

_INK, _MUTED, _LINE = HexColor("#1F1B17"), HexColor("#746B61"), HexColor("#E8E2D8")
_BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=10, leading=14.5, textColor=_INK)
_TITLE = ParagraphStyle("title", _BODY, fontSize=22, leading=28, spaceAfter=2 * mm)
_HEAD = ParagraphStyle("head", _BODY, fontName=STRONG, fontSize=12.5, leading=17, spaceBefore=7 * mm)
_STEP = ParagraphStyle("step", _BODY, fontName=STRONG, spaceBefore=3 * mm)
_LABEL = ParagraphStyle("label", _BODY, fontSize=8.5, leading=12, textColor=_MUTED)
_WORDS = ParagraphStyle("words", _BODY, fontSize=11, leading=16.5, leftIndent=6 * mm, spaceBefore=1 * mm)
# Chinese, Japanese and Korean lines break between any two letters.
_WORDS_EAST = ParagraphStyle("words-east", _WORDS, wordWrap="CJK")
_WHOLE = "The words are those that were shown: their hashes agree."
_BROKEN = "The words of a notice do not have the hash that they were kept with."
_UNDRAWN = "Some letters of these words have no shape in this file; the text with this hash is in the ledger."


def evidence_pdf(evidences: Sequence[Evidence], *, uid: str, made_for: str, at: datetime) -> bytes:
    """``made_for``: who asked for the file, printed on it. Dates are in the current time zone."""
    kept = BytesIO()
    document = SimpleDocTemplate(
        kept, pagesize=A4, leftMargin=24 * mm, rightMargin=24 * mm, topMargin=22 * mm, bottomMargin=22 * mm,
        title=f"Evidence of consent, {uid}", author=made_for, subject="GDPR Art. 7(1)", lang="en",
    )  # fmt: skip
    document.build(
        [*_opening(uid, made_for, at), *(part for each in evidences for part in _chain(each)), *_nothing(evidences)],
        onFirstPage=_footer(uid),
        onLaterPages=_footer(uid),
    )
    return kept.getvalue()


def _opening(uid: str, made_for: str, at: datetime) -> list[Flowable]:
    moment = date_format(timezone.localtime(at), "j F Y, H:i:s T")
    return [
        Paragraph(marked_up(f"Evidence, {uid}"), _TITLE),
        Paragraph("Every decision in order, with the exact words it was taken on.", _BODY),
        Paragraph(marked_up(f"Made on {moment} for {made_for}"), _LABEL),
    ]


def _nothing(evidences: Sequence[Evidence]) -> list[Flowable]:
    if evidences:
        return []
    return [Paragraph("No decision yet. Nobody asked this client, and nothing is sent on consent.", _BODY)]


def _chain(evidence: Evidence) -> list[Flowable]:
    last, holding = evidence.last, evidence.holding
    standing = f"{last.brand.name} · {holding.get_status_display() if holding else 'nothing holds'}"
    heading = [Paragraph(marked_up(said_about(last)), _HEAD), Paragraph(marked_up(standing), _LABEL)]
    first, *further = [_step(each, is_holding=each == holding) for each in evidence.chain]
    return [
        # No heading stands alone at the foot of a page, and no decision on another page than its words.
        KeepTogether([*heading, *first]),
        *(KeepTogether(step) for step in further),
        Spacer(1, 2 * mm),
        Paragraph(_WHOLE if evidence.texts_are_whole else f"<b>{_BROKEN}</b>", _LABEL),
        Paragraph(f"This chain: {evidence.digest}", _LABEL),
    ]


def _step(decision: Decision, *, is_holding: bool) -> list[Flowable]:
    now = " · holds now" if is_holding else ""
    return [
        Paragraph(marked_up(f"{decision.get_status_display()}, {said_when(decision)}{now}"), _STEP),
        Paragraph(marked_up(said_how(decision)), _LABEL),
        *_notice(decision),
    ]


def _notice(decision: Decision) -> list[Flowable]:
    notice = decision.notice
    if notice is None:
        return []
    style = _WORDS_EAST if is_east_asian(notice.language) else _WORDS
    undrawn = [] if has_every_letter(notice.text, notice.language) else [Paragraph(_UNDRAWN, _LABEL)]
    return [
        Paragraph(marked_up(notice.text, notice.language), style),
        *undrawn,
        Paragraph(f"{said_of(notice)} · SHA-256 {notice.sha256}", _LABEL),
    ]


def _footer(uid: str) -> Any:
    def drawn(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setStrokeColor(_LINE)
        canvas.line(24 * mm, 16 * mm, A4[0] - 24 * mm, 16 * mm)
        canvas.setFont(PLAIN, 8)
        canvas.setFillColor(_MUTED)
        canvas.drawString(24 * mm, 11 * mm, f"Evidence of consent · {uid}")
        canvas.drawRightString(A4[0] - 24 * mm, 11 * mm, f"Page {document.page}")
        canvas.restoreState()

    return drawn
