"""A caller's word that several calls are one."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class IdempotencyKey:
    """A caller's key with what it guards: `scope` is method and path, `fingerprint` the SHA-256 of the body in hex."""

    account_id: UUID
    scope: str
    key: str
    fingerprint: str
