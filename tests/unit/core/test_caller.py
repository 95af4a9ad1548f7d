"""Who is calling, with whose key."""

from core.caller import Maker, holder_of_key
from core.ids import make_id
from core.people import Account
from core.roles import EVERYTHING, MATRIX, OF_AN_ACCOUNT, Permission, Role

ACCOUNT = Account(id=make_id(), name="home", default_user_id=make_id(), signing_secret="sealed")


def test_key_of_a_member_opens_no_more_than_they_may_themselves() -> None:
    for role in (Role.STAFF, Role.ADMIN):
        maker = Maker(member_id=make_id(), role=role)
        for scopes in (None, EVERYTHING):
            assert holder_of_key(ACCOUNT, key_id=make_id(), scopes=scopes, maker=maker).permissions == MATRIX[role]
    few = frozenset({Permission.PEOPLE_READ})
    maker = Maker(member_id=make_id(), role=Role.ADMIN)
    assert holder_of_key(ACCOUNT, key_id=make_id(), scopes=few, maker=maker).permissions == few


def test_key_of_a_member_acts_as_them_and_one_of_the_account_as_itself() -> None:
    maker, key_id = Maker(member_id=make_id(), role=Role.ADMIN), make_id()
    theirs = holder_of_key(ACCOUNT, key_id=key_id, scopes=None, maker=maker)
    assert (theirs.acting_member, theirs.acting_role, theirs.role) == (maker.member_id, Role.ADMIN, Role.KEY)
    assert theirs.name == f"admin:{maker.member_id}"
    own = holder_of_key(ACCOUNT, key_id=key_id, scopes=None)
    assert (own.acting_member, own.name, own.permissions) == (None, f"key:{key_id}", OF_AN_ACCOUNT)
