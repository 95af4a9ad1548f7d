"""Signed links by which people answer a due time from a message. They are for people: pages in all cases, and no part of the
API that programs are told of.
"""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Path, Request
from fastapi.responses import HTMLResponse

from api.answer_page import render_page
from api.dependencies import ServicesDep
from services.reminder.links import LinkAnswer

router = APIRouter(prefix="/a", include_in_schema=False)

Token = Annotated[str, Path(description="Signed; good for one answer, for a day.")]


@router.get("/{token}", response_class=HTMLResponse)
async def show_link(token: Token, services: ServicesDep) -> HTMLResponse:
    """The page behind a link, with a button for each answer. It never acts: mail scanners and previews open links too."""
    return render_page(await services.link_answers.look(token))


@router.post("/{token}", response_class=HTMLResponse)
async def press_link(token: Token, request: Request, services: ServicesDep) -> HTMLResponse:
    """Give the answer of the link, once. The links of buttons say by themselves what they answer, and need no body; the
    page sends a form with `answer`: taken, later or skip.
    """
    form = parse_qs((await request.body()).decode("latin-1"))  # as short as any body: api/middleware.py
    pressed = next((each for each in LinkAnswer if form.get("answer") == [each]), None)
    return render_page(await services.link_answers.answer(token, pressed, again=form.get("again") == ["1"]))
