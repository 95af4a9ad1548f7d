"""The page behind a signed link, as HTML: works without script, loads nothing, and leaves no trace in other sites' logs."""

import base64
import hashlib
from collections.abc import Iterable
from html import escape
from http import HTTPStatus
from typing import Final

from fastapi.responses import HTMLResponse

from services.reminder.link_answers import LinkPage, LinkState
from services.reminder.links import LinkAnswer

_STYLE: Final = (
    "body{margin:0;font:22px/1.5 system-ui,sans-serif;color:#111;background:#fff}"
    "main{max-width:34rem;margin:0 auto;padding:24px 16px}"
    "h1{font-size:30px;line-height:1.3;margin:0 0 24px}"
    "button{display:block;width:100%;min-height:72px;margin:0 0 20px;padding:12px 16px;font:inherit;font-size:26px;"
    "font-weight:700;color:#fff;background:#0b4f8a;border:3px solid #0b4f8a;border-radius:12px;cursor:pointer}"
    "button.second{color:#0b2f52;background:#fff}"
    "button:focus-visible{outline:5px solid #d98200;outline-offset:3px}"
)
_STYLE_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        f"default-src 'none'; style-src 'sha256-{_STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
}
_STATUS: Final = {
    LinkState.USED: HTTPStatus.GONE,
    LinkState.PASSED: HTTPStatus.GONE,
    LinkState.UNKNOWN: HTTPStatus.NOT_FOUND,
}
_LABELS: Final = {LinkAnswer.TAKEN: "Taken", LinkAnswer.LATER: "Later", LinkAnswer.SKIP: "Skip"}


def render_page(page: LinkPage) -> HTMLResponse:
    """The page, with the status that tells programs (buttons of notifications) how it went."""
    return render(page.title, page.text, form=_form(page), status=_STATUS.get(page.state, HTTPStatus.OK))


def render(title: str, text: Iterable[str], *, form: str = "", status: HTTPStatus = HTTPStatus.OK) -> HTMLResponse:
    """A page with a title, paragraphs, and a form that is HTML already."""
    paragraphs = "".join(f"<p>{escape(each)}</p>" for each in text)
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{paragraphs}{form}</main></body></html>"
    )
    return HTMLResponse(html, status_code=status, headers=HEADERS)


def _form(page: LinkPage) -> str:
    """One form with a button for each answer. It is sent to the address that the page has."""
    if not page.buttons:
        return ""
    again = '<input type="hidden" name="again" value="1">' if page.state is LinkState.ASKS_AGAIN else ""
    buttons = "".join(_button(each, label="Yes, another one" if again else _LABELS[each]) for each in page.buttons)
    return f'<form method="post">{again}{buttons}</form>'


def _button(answer: LinkAnswer, *, label: str) -> str:
    rank = "" if answer is LinkAnswer.TAKEN else ' class="second"'
    return f'<button type="submit" name="answer" value="{answer}"{rank}>{label}</button>'
