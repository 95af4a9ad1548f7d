"""Cursors are opaque, signed, and good for one list."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from api.pages import CursorCodec
from core.errors import InvalidCursorError

CODEC = CursorCodec(SecretStr("x" * 32))


@given(st.uuids(), st.text())
def test_cursor_comes_back(last_id: UUID, scope: str) -> None:
    assert CODEC.decode(CODEC.encode(last_id, scope=scope), scope=scope) == last_id


@given(st.text(max_size=60))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(InvalidCursorError):
        CODEC.decode(text, scope="/v1/tasks")


@given(st.uuids())
def test_cursor_of_another_installation_is_refused(last_id: UUID) -> None:
    foreign = CursorCodec(SecretStr("y" * 32)).encode(last_id, scope="/v1/tasks")
    with pytest.raises(InvalidCursorError):
        CODEC.decode(foreign, scope="/v1/tasks")
