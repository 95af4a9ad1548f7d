"""API keys: made, rotated and revoked by whoever may `keys:manage`."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from api.dependencies import CallerDep, IfMatchDep, PageDep, ServicesDep
from api.problems import documented
from api.schemas.common import FOR_A_DAY, NOT_KEPT, RotateBody
from api.schemas.keys import KeyAnswer, KeyBody, KeyPage, NewKeyAnswer
from services.access.key_service import KeyWish

router = APIRouter(prefix="/v1/keys", tags=["keys"])


@router.post("", status_code=HTTPStatus.CREATED, responses=documented(400, 403, 409, 413, 415))
async def create_key(body: KeyBody, response: Response, caller: CallerDep, services: ServicesDep) -> NewKeyAnswer:
    """Make a key. Its secret is in this answer and nowhere else; it can open no more than whoever makes it may.

    A member's key, or one made with it, is theirs: what it reads and changes of people is recorded as theirs, and it ends with
    their membership. One that a program of the account makes is the account's.
    """
    scopes = None if body.scopes is None else frozenset(body.scopes)
    wish = KeyWish(
        name=body.name,
        scopes=scopes,
        expires_at=body.expires_at,
        granted=caller.permissions,
        made_by=caller.acting_member,
    )
    issued = await services.access.keys.issue(wish, account_id=caller.account.id)
    response.headers.update({"Location": f"/v1/keys/{issued.key.id}", **NOT_KEPT})
    return NewKeyAnswer.of_issued(issued)


@router.get("", responses=documented(400, 403))
async def list_keys(caller: CallerDep, services: ServicesDep, page: PageDep) -> KeyPage:
    """Keys of the account, newest first, those that open nothing any more too."""
    found = await services.access.keys.list_page(account_id=caller.account.id, before=page.before, limit=page.limit + 1)
    return KeyPage.model_validate(page.render(found, KeyAnswer.of, lambda key: key.id))


@router.get("/{key_id}", responses=documented(403, 404))
async def get_key(key_id: UUID, caller: CallerDep, services: ServicesDep) -> KeyAnswer:
    """One key."""
    return KeyAnswer.of(await services.access.keys.get(key_id, account_id=caller.account.id))


@router.post("/{key_id}/rotate", status_code=HTTPStatus.CREATED, responses=documented(400, 403, 404, 409, 413, 415))
async def rotate_key(
    key_id: UUID, response: Response, caller: CallerDep, services: ServicesDep, body: RotateBody = FOR_A_DAY
) -> NewKeyAnswer:
    """A new key in place of this one, which goes on working for a while, so that nothing stops meanwhile. Rotated by a
    member, or with a key of theirs, it is theirs from then on, whosever it was: they have seen it.
    """
    issued = await services.access.keys.rotate(
        key_id,
        account_id=caller.account.id,
        overlap=body.overlap,
        granted=caller.permissions,
        made_by=caller.acting_member,
    )
    response.headers.update({"Location": f"/v1/keys/{issued.key.id}", **NOT_KEPT})
    return NewKeyAnswer.of_issued(issued)


@router.delete("/{key_id}", status_code=HTTPStatus.NO_CONTENT, responses=documented(403, 404, 412))
async def revoke_key(key_id: UUID, caller: CallerDep, services: ServicesDep, if_match: IfMatchDep) -> None:
    """Have a key open nothing from this moment on; not one that opens more than whoever asks may. It stays in the list, so
    that one sees when it was.
    """
    await services.access.keys.revoke(
        key_id, account_id=caller.account.id, granted=caller.permissions, check=if_match.check(KeyAnswer.of)
    )
