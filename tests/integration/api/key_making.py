"""API keys for tests, made and rotated as whoever asks."""

from collections.abc import Mapping
from typing import Any

import httpx2

Key = dict[str, Any]


async def make_key(api: httpx2.AsyncClient, *, headers: Mapping[str, str] | None = None, **body: Any) -> Key:
    """A key as it is answered, with its secret."""
    answer = await api.post("/v1/keys", json={"name": "app"} | body, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


async def rotate(api: httpx2.AsyncClient, key: Key, *, headers: Mapping[str, str] | None = None) -> Key:
    """The next key; the one before works on."""
    answer = await api.post(f"/v1/keys/{key['id']}/rotate", headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json()


def by(key: Key) -> dict[str, str]:
    """Called with this key."""
    return {"Authorization": f"Bearer {key['secret']}"}
