"""People log in and out, are invited, and see who looks after whom."""

from html import escape
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.dependencies import CallerDep, PageDep, ServicesDep
from api.ids import one
from api.problems import documented
from api.schemas.auth import (
    AcceptBody,
    AddressBody,
    InvitationAnswer,
    InvitationBody,
    InvitationPage,
    LoginAnswer,
    LoginBody,
    LogoutBody,
    MeAnswer,
    MemberAnswer,
    MemberPage,
    NewInvitationAnswer,
    PasswordBody,
    RefreshBody,
    SecretBody,
    shown_with_link,
)
from core.network import counted_network
from services.access.invitation_service import Invitation
from services.access.login_service import TellOfPassword
from services.services import Services

router = APIRouter(prefix="/v1/auth", tags=["auth"])

_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_HERE = LogoutBody(everywhere=False)
_OPEN = (400, 401, 413, 415, 422, 429, 503)
_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title}</title><body style="font: 20px/1.5 sans-serif; margin: 2em auto; max-width: 30em">
<h1>{title}</h1><p>{text}</p><p><code style="overflow-wrap: anywhere">{token}</code></p></body></html>"""


async def get_network(request: Request) -> str | None:
    """Where the call comes from, so far as tries are counted by it."""
    return counted_network(request.client.host if request.client else None)


NetworkDep = Annotated[str | None, Depends(get_network)]
LinkToken = Annotated[str, Query(max_length=200, description="Out of the mail.")]


@router.post("/login", responses=documented(*_OPEN, open_to_all=True))
async def log_in(body: LoginBody, response: Response, network: NetworkDep, services: ServicesDep) -> LoginAnswer:
    """Log in with address and password. Which of the two is wrong is not said."""
    response.headers.update(_NO_STORE)
    return LoginAnswer.of(await services.access.logins.log_in(body.email, body.password, network=network))


@router.post(
    "/magic-link",
    status_code=HTTPStatus.ACCEPTED,
    response_class=Response,
    responses=documented(*_OPEN, 409, open_to_all=True),
)
async def send_magic_link(body: AddressBody, network: NetworkDep, services: ServicesDep) -> None:
    """Have a link sent that logs in, if anybody logs in with this address; the answer is the same if not.

    No other is sent within five minutes of one that was not used.
    """
    services.access.mail.require()
    await services.access.logins.ask_for_link(body.email, services.access.mail.send_link, network=network)


@router.get("/magic-link/follow", response_class=HTMLResponse, responses=documented(422, open_to_all=True))
async def show_magic_link(token: LinkToken) -> HTMLResponse:
    """The page behind the link; opening it does nothing, since programs open links too."""
    return _page("Log in", "Give this code to the app in which you want to log in:", token)


@router.post("/magic-link/follow", responses=documented(*_OPEN, open_to_all=True))
async def follow_magic_link(
    body: SecretBody, response: Response, network: NetworkDep, services: ServicesDep
) -> LoginAnswer:
    """Log in by the link of a mail, once."""
    response.headers.update(_NO_STORE)
    return LoginAnswer.of(await services.access.logins.follow_link(body.token, network=network))


@router.post("/refresh", responses=documented(*_OPEN, open_to_all=True))
async def refresh_login(body: RefreshBody, response: Response, services: ServicesDep) -> LoginAnswer:
    """The next tokens of a login. A refresh token that comes a second time ends it: somebody has copied it."""
    response.headers.update(_NO_STORE)
    return LoginAnswer.of(await services.access.logins.refresh(body.refresh_token))


@router.post("/logout", status_code=HTTPStatus.NO_CONTENT, responses=documented(400, 413, 415))
async def log_out(caller: CallerDep, services: ServicesDep, body: LogoutBody = _HERE) -> None:
    """End this login, or all of one's own; its tokens open nothing from then on. For keys: revoke them instead."""
    if caller.session_id is not None and caller.member_id is not None:
        await services.access.logins.log_out(caller.session_id, member_id=caller.member_id, everywhere=body.everywhere)


@router.put("/password", status_code=HTTPStatus.NO_CONTENT, responses=documented(400, 403, 413, 415))
async def set_password(body: PasswordBody, caller: CallerDep, services: ServicesDep) -> None:
    """Set one's own password; all other logins end, and a mail says so where mail can be sent.

    Without the current one, or where there is none yet, the login must have begun by a link from a mail, or by the invitation that
    made the member, in the last 15 minutes (403).
    """
    await services.access.logins.set_password(
        body.password, current=body.current_password, caller=caller, tell=_tell_of_password(services)
    )


@router.get("/me", responses=documented())
async def get_me(caller: CallerDep) -> MeAnswer:
    """Who is calling, and what they may."""
    return MeAnswer.of(caller)


@router.post("/invitations", status_code=HTTPStatus.CREATED, responses=documented(400, 403, 404, 409, 413, 415))
async def create_invitation(
    body: InvitationBody, response: Response, caller: CallerDep, services: ServicesDep
) -> NewInvitationAnswer:
    """Invite somebody to look after people, or as staff. Keys and admins get the link; else it is sent by mail only.

    So it is for an address that logs in already, where mail can be sent. An address with an open invitation for the same people is
    mailed no second one (409 `already-invited`), and none is mailed more than three a day (429 `too-many-invitations`).
    """
    wish = Invitation(email=body.email, role=body.role, people=frozenset(body.user_ids), consent=body.consent)
    made, link = await services.access.inviting.invite(wish, caller=caller)
    response.headers.update(_NO_STORE)
    return shown_with_link(made, link)


@router.get("/invitations", responses=documented(400, 403))
async def list_invitations(caller: CallerDep, services: ServicesDep, page: PageDep) -> InvitationPage:
    """Invitations, newest first."""
    found = await services.access.invitations.list_page(caller=caller, before=page.before, limit=page.limit + 1)
    return InvitationPage.model_validate(page.render(found, InvitationAnswer.of, lambda each: each.token.id))


@router.delete("/invitations" + one("invitation_id"), status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404))
async def delete_invitation(invitation_id: UUID, caller: CallerDep, services: ServicesDep) -> None:
    """Take an invitation back."""
    await services.access.invitations.take_back(invitation_id, caller=caller)


@router.get("/invitations/accept", response_class=HTMLResponse, responses=documented(422, open_to_all=True))
async def show_invitation(token: LinkToken) -> HTMLResponse:
    """The page behind an invitation; opening it does nothing."""
    return _page("You are invited", "Give this code to the app with which you want to accept:", token)


@router.post("/invitations/accept", responses=documented(*_OPEN, 404, 409, open_to_all=True))
async def accept_invitation(
    body: AcceptBody, response: Response, network: NetworkDep, services: ServicesDep
) -> LoginAnswer:
    """Accept an invitation, once, and log in. The people whom it is about are told who can log in for them from now on.

    Whose address logs in already, without a password, has `password` set: their other logins end, and a mail says so.
    """
    response.headers.update(_NO_STORE)
    accepted = await services.access.invitations.accept(
        body.token, password=body.password, network=network, tell=_tell_of_password(services)
    )
    return LoginAnswer.of(accepted)


@router.get("/members", responses=documented(400, 403))
async def list_members(caller: CallerDep, services: ServicesDep, page: PageDep) -> MemberPage:
    """Who logs in, newest first; to those who look after certain people, whoever looks after them too."""
    found = await services.access.invitations.list_members(caller=caller, before=page.before, limit=page.limit + 1)
    rendered = page.render(
        found,
        lambda each: MemberAnswer(
            id=each[0].id,
            email=each[2],
            role=each[0].role,
            user_ids=sorted(each[1]),
            created_at=each[0].created_at,
        ),
        lambda each: each[0].id,
    )
    return MemberPage.model_validate(rendered)


@router.delete("/members/{member_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 409))
async def delete_member(member_id: UUID, caller: CallerDep, services: ServicesDep) -> None:
    """Erase a member, with all their logins. Their API keys open nothing any more: those that they made or rotated, by their login
    or with a key of theirs.
    """
    await services.access.remove_member(member_id, caller=caller)


@router.delete(
    "/members/{member_id}/people/{user_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404)
)
async def end_member_link(member_id: UUID, user_id: UUID, caller: CallerDep, services: ServicesDep) -> None:
    """Have a member look after a person no more; they see nothing of them from then on.

    The person's own login is ended by themself, or by whoever manages the account.
    """
    await services.access.invitations.end_link(member_id, user_id, caller=caller)


def _tell_of_password(services: Services) -> TellOfPassword | None:
    mail = services.access.mail
    return mail.tell_of_password if mail.can_send else None


def _page(title: str, text: str, token: str) -> HTMLResponse:
    headers = {**_NO_STORE, "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
    return HTMLResponse(_PAGE.format(title=title, text=text, token=escape(token)), headers=headers)
