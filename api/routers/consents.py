"""What contacts have agreed to: for callers, and by the link in mails for the contacts themselves."""

from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from api.answer_page import render
from api.dependencies import AccountDep, IfMatchDep, ServicesDep
from api.problems import documented
from api.schemas.consents import CodeAnswer, CodeBody, ConsentAnswer, ConsentBody
from core.notification import Topic
from services.notification.consent_service import Linked, Who

router = APIRouter()

_PATH = "/v1/users/{user_id}/contacts/{contact_id}/consent"
_LINK = "/v1/inbound/consent/{token}"
_AGAIN = b"again=yes"
"""What the button sends by which a contact gets messages again."""
_GONE = (
    "This link is not complete, or whom it was for is no longer among those whom we write to. You need not do anything."
)


@router.get(_PATH, tags=["users"], responses=documented(404))
async def get_consent(user_id: UUID, contact_id: UUID, account: AccountDep, services: ServicesDep) -> ConsentAnswer:
    """What a contact has agreed to, and everything that was ever said about it."""
    return ConsentAnswer.of(await services.consents.get(Who(contact_id, user_id, account.id)))


@router.put(_PATH, tags=["users"], responses=documented(400, 404, 409, 412, 413, 415, 429))
async def put_consent(
    user_id: UUID,
    contact_id: UUID,
    body: ConsentBody,
    account: AccountDep,
    services: ServicesDep,
    if_match: IfMatchDep,
) -> ConsentAnswer:
    """The contact agrees: by the code that they were sent, or as whoever calls says."""
    who, check = Who(contact_id, user_id, account.id), if_match.check(ConsentAnswer.of)
    if body.code is not None:
        return ConsentAnswer.of(await services.consents.enter_code(who, body.code, check=check))
    state = await services.consents.grant(
        who, topics=body.topics, source=body.source, wording=body.wording, check=check
    )
    return ConsentAnswer.of(state)


@router.delete(_PATH, tags=["users"], responses=documented(404, 412))
async def withdraw_consent(
    user_id: UUID,
    contact_id: UUID,
    account: AccountDep,
    services: ServicesDep,
    if_match: IfMatchDep,
    topic: Annotated[Topic | None, Query(description="Nothing more about this; about anything where absent.")] = None,
) -> ConsentAnswer:
    """The contact wants no more messages, or none about one topic."""
    who, check = Who(contact_id, user_id, account.id), if_match.check(ConsentAnswer.of)
    return ConsentAnswer.of(await services.consents.withdraw(who, topic=topic, check=check))


@router.post(
    f"{_PATH}/code", tags=["users"], status_code=HTTPStatus.CREATED, responses=documented(400, 404, 409, 413, 415)
)
async def make_consent_code(
    user_id: UUID, contact_id: UUID, body: CodeBody, account: AccountDep, services: ServicesDep
) -> CodeAnswer:
    """A code by which the contact agrees: they send it to our number, or somebody enters it here. The last one counts."""
    return CodeAnswer.of(await services.consents.make_code(Who(contact_id, user_id, account.id), send=body.send))


@router.get(_LINK, response_class=HTMLResponse, include_in_schema=False)
async def show_opt_out(token: str, services: ServicesDep) -> HTMLResponse:
    """The page behind the link in mails, with one button. It never acts: mail scanners and previews open links too."""
    return _page(await services.consents.look(token))


@router.post(_LINK, response_class=HTMLResponse, include_in_schema=False)
async def press_opt_out(token: str, request: Request, services: ServicesDep) -> HTMLResponse:
    """The button of that page, and the one-click unsubscribing of mail programs (RFC 8058)."""
    if await request.body() == _AGAIN:
        return _page(await services.consents.resume_by_link(token))
    return _page(await services.consents.withdraw_by_link(token))


def _page(found: Linked | None) -> HTMLResponse:
    if found is None:
        return render("Nothing to do", [_GONE], status=HTTPStatus.NOT_FOUND)
    name = found.contact.name
    if found.wants_no_more:
        said = [f"That is noted, {name}.", "Only you can change it: here, with the button, whenever you like."]
        return render("You get no more messages", said, form=_button("Send me messages again", answer=_AGAIN.decode()))
    form = _button("No more messages")
    if found.contact.consented_at is None:
        said = ["You have not agreed to get messages, or somebody has ended them for you."]
        return render(f"{name}: you get no messages", said, form=form)
    return render(f"{name}: no more messages?", ["You will hear nothing more, however urgent."], form=form)


def _button(label: str, *, answer: str = "") -> str:
    name, _, value = answer.partition("=")
    sent = f' name="{name}" value="{value}"' if answer else ""
    return f'<form method="post"><button type="submit"{sent}>{label}</button></form>'
