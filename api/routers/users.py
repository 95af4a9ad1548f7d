"""Users and their contacts."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from api.dependencies import AccountDep, IdempotencyDep, IfMatchDep, PageDep, ServicesDep, replay_header
from api.problems import documented
from api.schemas.users import (
    ContactAnswer,
    ContactBody,
    ContactChange,
    ContactPage,
    UserAnswer,
    UserBody,
    UserChange,
    UserPage,
)
from core.ids import make_id
from core.people import NewContact, NewUser

router = APIRouter(prefix="/v1/users", tags=["users"])

CONSENT_BY_KEY = "api key"
"""A contact added with an API key counts as consented; the source is recorded (DESIGN.md section 7)."""


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 409, 413, 415))
async def create_user(
    body: UserBody, response: Response, account: AccountDep, services: ServicesDep, idempotency: IdempotencyDep
) -> UserAnswer:
    """Add a person to be helped."""
    new = NewUser(id=make_id(), account_id=account.id, **body.model_dump())
    user = await services.people.add_user(new, key=idempotency)
    response.headers["Location"] = f"/v1/users/{user.id}"
    response.headers.update(replay_header(replayed=user.id != new.id))
    return UserAnswer.model_validate(user)


@router.get("", responses=documented(400))
async def list_users(account: AccountDep, services: ServicesDep, page: PageDep) -> UserPage:
    """Users, newest first."""
    users = await services.people.list_users(account_id=account.id, before=page.before, limit=page.limit + 1)
    return UserPage.model_validate(page.render(users, UserAnswer.model_validate, lambda user: user.id))


@router.get("/{user_id}", responses=documented(404))
async def get_user(user_id: UUID, account: AccountDep, services: ServicesDep) -> UserAnswer:
    """One user."""
    return UserAnswer.model_validate(await services.people.get_user(user_id, account_id=account.id))


@router.patch("/{user_id}", responses=documented(400, 404, 409, 412, 413, 415))
async def change_user(
    user_id: UUID, body: UserChange, account: AccountDep, services: ServicesDep, if_match: IfMatchDep
) -> UserAnswer:
    """Change the fields that are given."""
    changes = body.model_dump(exclude_unset=True)
    check = if_match.check(UserAnswer.model_validate)
    return UserAnswer.model_validate(
        await services.people.change_user(user_id, changes, account_id=account.id, check=check)
    )


@router.delete("/{user_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(404, 412))
async def delete_user(user_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep) -> None:
    """Erase a user and everything about them.

    Where nobody is named, somebody of whom nothing is known is meant from then on, if it was this user before.
    """
    await services.access.erasure.erase(user_id, account_id=account.id, check=if_match.check(UserAnswer.model_validate))


@router.post("/{user_id}/contacts", status_code=HTTPStatus.CREATED, responses=documented(400, 404, 409, 413, 415))
async def create_contact(
    user_id: UUID,
    body: ContactBody,
    response: Response,
    account: AccountDep,
    services: ServicesDep,
    idempotency: IdempotencyDep,
) -> ContactAnswer:
    """Add family or a carer. Nothing is sent to them by that."""
    source = CONSENT_BY_KEY if body.consent == "given" else None
    whose = {"account_id": account.id, "user_id": user_id, "consent_source": source}
    new = NewContact(id=make_id(), **whose, **body.model_dump(exclude={"consent"}))
    contact = await services.people.add_contact(new, key=idempotency)
    response.headers["Location"] = f"/v1/users/{user_id}/contacts/{contact.id}"
    response.headers.update(replay_header(replayed=contact.id != new.id))
    return ContactAnswer.model_validate(contact)


@router.get("/{user_id}/contacts", responses=documented(400, 404))
async def list_contacts(user_id: UUID, account: AccountDep, services: ServicesDep, page: PageDep) -> ContactPage:
    """Contacts of a user, newest first."""
    contacts = await services.people.list_contacts(
        user_id=user_id, account_id=account.id, before=page.before, limit=page.limit + 1
    )
    return ContactPage.model_validate(page.render(contacts, ContactAnswer.model_validate, lambda contact: contact.id))


@router.get("/{user_id}/contacts/{contact_id}", responses=documented(404))
async def get_contact(user_id: UUID, contact_id: UUID, account: AccountDep, services: ServicesDep) -> ContactAnswer:
    """One contact."""
    contact = await services.people.get_contact(contact_id, user_id=user_id, account_id=account.id)
    return ContactAnswer.model_validate(contact)


@router.patch("/{user_id}/contacts/{contact_id}", responses=documented(400, 404, 412, 413, 415))
async def change_contact(
    user_id: UUID,
    contact_id: UUID,
    body: ContactChange,
    account: AccountDep,
    services: ServicesDep,
    if_match: IfMatchDep,
) -> ContactAnswer:
    """Change the fields that are given."""
    changes = body.model_dump(exclude_unset=True)
    check = if_match.check(ContactAnswer.model_validate)
    contact = await services.people.change_contact(
        contact_id, changes, user_id=user_id, account_id=account.id, check=check
    )
    return ContactAnswer.model_validate(contact)


@router.delete("/{user_id}/contacts/{contact_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(404, 412))
async def delete_contact(
    user_id: UUID, contact_id: UUID, account: AccountDep, services: ServicesDep, if_match: IfMatchDep
) -> None:
    """Erase a contact."""
    check = if_match.check(ContactAnswer.model_validate)
    await services.people.remove_contact(contact_id, user_id=user_id, account_id=account.id, check=check)
