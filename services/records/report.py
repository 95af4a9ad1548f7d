"""What became of a person's medicines on paper: a table and a chart as PDF, for a carer or a doctor.

The same numbers give the same bytes. The font is in the file, so names in Latin, Greek, Cyrillic and many more scripts are
printed anywhere; a letter that it lacks is shown as a box, and the page says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from fpdf import FPDF, Align, XPos, YPos
from fpdf.fonts import TTFFont

from core.adherence import Adherence, Counts, DoseResult
from core.people import User
from core.when import describe_day, to_local

_FONT = Path(__file__).parent / "fonts" / "DejaVuSans.ttf"
_FAMILY = "DejaVu"
_BOX = "□"
_MARGIN, _WIDTH = 18.0, 174.0  # millimetres on A4
_CHART_HEIGHT, _MOST_BARS = 60.0, 45
_INK, _PALE = (34, 34, 34), (200, 200, 200)


class _Shown(NamedTuple):
    """How a result is called and coloured; the colours are told apart by the colour-blind too (Okabe and Ito)."""

    name: str
    colour: tuple[int, int, int]


_RESULTS: Mapping[DoseResult, _Shown] = {
    DoseResult.TAKEN: _Shown("Taken", (0, 114, 178)),
    DoseResult.LATE: _Shown("Late", (86, 180, 233)),
    DoseResult.SKIPPED: _Shown("Left out", (240, 228, 66)),
    DoseResult.MISSED: _Shown("Not confirmed", (213, 94, 0)),
    DoseResult.UNKNOWN: _Shown("Not known", (150, 150, 150)),
}
_NOTES = (
    "Taken: confirmed in its time. Late: confirmed after it had counted as not confirmed. Left out: somebody said so. "
    "Not confirmed: the person was reminded, and nobody said anything. Not known: the person could not be reminded.",
    "What is still to come and what was paused is not counted. These are counts of what was said; they are no advice and no "
    "judgement of anybody.",
)


class Bar(NamedTuple):
    """What one bar of the chart stands for: a day, or the week that begins with it."""

    on: date
    counts: Counts


def list_bars(adherence: Adherence) -> list[Bar]:
    """A bar for each day of the range, or for each week of seven days where there would be too many."""
    first = to_local(adherence.since, adherence.timezone).date()
    last = to_local(adherence.until - timedelta(microseconds=1), adherence.timezone).date()
    days = (last - first).days + 1
    step = 1 if days <= _MOST_BARS else 7
    found = [Counts()] * -(-days // step)
    for on, counts in adherence.days.items():
        # The zone of a plan may be ahead of the person's, or behind it, by a day.
        place = min(max((on - first).days // step, 0), len(found) - 1)
        found[place] += counts
    return [Bar(first + timedelta(days=number * step), counts) for number, counts in enumerate(found)]


def write_report(user: User, adherence: Adherence) -> bytes:
    """One person's report over the range of `adherence`."""
    page = _Page(adherence)
    page.write_head(user)
    if not adherence.medicines:
        page.write("There is nothing recorded for this time.", size=12)
    else:
        page.write_table()
        page.draw_chart(list_bars(adherence))
    page.write_notes()
    return bytes(page.pdf.output())


@dataclass
class _Page:
    adherence: Adherence
    pdf: FPDF = field(init=False)
    _lacks_letters: bool = False

    def __post_init__(self) -> None:
        self.pdf = FPDF(format="A4")
        self.pdf.set_creation_date(self.adherence.until)
        self.pdf.set_margin(_MARGIN)
        self.pdf.set_auto_page_break(auto=True, margin=_MARGIN)
        self.pdf.add_font(_FAMILY, fname=_FONT)
        self.pdf.add_page()
        self.pdf.set_text_color(*_INK)

    def write(self, text: str, *, size: float, gap: float = 2.0) -> None:
        """A paragraph."""
        self.pdf.set_font(_FAMILY, size=size)
        self.pdf.multi_cell(0, size * 0.5, self._printable(text), align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.pdf.ln(gap)

    def write_head(self, user: User) -> None:
        title = f"Medicines of {user.known_name}" if user.known_name else "Medicines"
        self.pdf.set_title(title)
        first, last = find_range(self.adherence)
        self.write(title, size=18, gap=1)
        self.write(f"{describe_day(first, last)} to {describe_day(last, last)} {last.year}", size=11, gap=5)

    def write_table(self) -> None:
        head = ["Medicine", "Planned", *(each.name for each in _RESULTS.values()), "As needed"]
        lines = [[each.medicine, *_row(each.counts), str(each.as_needed or "")] for each in self.adherence.medicines]
        needed = sum(each.as_needed for each in self.adherence.medicines)
        lines.append(["All medicines", *_row(self.adherence.total), str(needed or "")])
        self.pdf.set_font(_FAMILY, size=9)
        self.pdf.set_draw_color(*_PALE)
        widths = (54, 18, 15, 15, 17, 21, 17, 17)
        aligned = ("LEFT", *("RIGHT",) * (len(head) - 1))
        with self.pdf.table(
            col_widths=widths,
            text_align=aligned,
            borders_layout="HORIZONTAL_LINES",
            line_height=6,
            first_row_as_headings=False,
            repeat_headings=0,
        ) as table:
            for line in [head, *lines]:
                table.row([self._printable(cell) for cell in line])
        self.pdf.ln(8)

    def draw_chart(self, bars: Sequence[Bar]) -> None:
        """Stacked bars, drawn as shapes; below them the first day of every few."""
        pdf = self.pdf
        if pdf.get_y() + _CHART_HEIGHT + 30 > pdf.h - _MARGIN:
            pdf.add_page()
        is_weekly = len(bars) > 1 and (bars[1].on - bars[0].on).days == 7
        self.write("Doses by week" if is_weekly else "Doses by day", size=11, gap=2)
        most = max((bar.counts.planned for bar in bars), default=0) or 1
        top, wide = pdf.get_y(), _WIDTH / len(bars)
        bottom = top + _CHART_HEIGHT
        for number, bar in enumerate(bars):
            self._draw_bar(bar, left=_MARGIN + number * wide, wide=wide, bottom=bottom, most=most)
        pdf.set_draw_color(*_INK)
        pdf.line(_MARGIN, bottom, _MARGIN + _WIDTH, bottom)
        self._write_axis(bars, wide=wide, top=top, bottom=bottom, most=most)
        self._write_legend(bottom + 9)

    def _draw_bar(self, bar: Bar, *, left: float, wide: float, bottom: float, most: int) -> None:
        at = bottom
        for result, shown in _RESULTS.items():
            height = bar.counts.of(result) * _CHART_HEIGHT / most
            if height:
                self.pdf.set_fill_color(*shown.colour)
                self.pdf.rect(left + wide * 0.15, at - height, wide * 0.7, height, style="F")
                at -= height

    def _write_axis(self, bars: Sequence[Bar], *, wide: float, top: float, bottom: float, most: int) -> None:
        self.pdf.set_font(_FAMILY, size=7)
        self.pdf.text(_MARGIN - 5, top + 2.5, str(most))
        self.pdf.text(_MARGIN - 5, bottom, "0")
        every = max(1, -(-len(bars) // 10))
        for number in range(0, len(bars), every):
            on = bars[number].on
            self.pdf.text(_MARGIN + number * wide, bottom + 4, f"{on.day}.{on.month}.")

    def _write_legend(self, at: float) -> None:
        left = _MARGIN
        self.pdf.set_font(_FAMILY, size=8)
        for shown in _RESULTS.values():
            self.pdf.set_fill_color(*shown.colour)
            self.pdf.rect(left, at, 3, 3, style="F")
            self.pdf.text(left + 4.5, at + 2.7, shown.name)
            left += 34
        self.pdf.set_y(at + 9)

    def write_notes(self) -> None:
        notes = [*_NOTES, f"The letters shown as {_BOX} can't be printed here; the CSV has them."]
        for note in notes if self._lacks_letters else _NOTES:
            self.write(note, size=8, gap=1)

    def _printable(self, text: str) -> str:
        """The text with a box for each letter that the font lacks."""
        font = self.pdf.fonts[_FAMILY.lower()]
        known = font.cmap if isinstance(font, TTFFont) else {}
        shown = "".join(each if each.isspace() or ord(each) in known else _BOX for each in text)
        self._lacks_letters |= shown != text
        return shown


def find_range(adherence: Adherence) -> tuple[date, date]:
    """The first and the last local date of the range."""
    last = adherence.until - timedelta(microseconds=1)
    return to_local(adherence.since, adherence.timezone).date(), to_local(last, adherence.timezone).date()


def _row(counts: Counts) -> list[str]:
    return [str(counts.planned), *(str(counts.of(each)) for each in _RESULTS)]
