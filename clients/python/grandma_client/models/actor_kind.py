from typing import Literal

ActorKind = Literal["contact", "key", "member", "operator"]

ACTOR_KIND_VALUES: set[ActorKind] = {
    "contact",
    "key",
    "member",
    "operator",
}


def check_actor_kind(value: str) -> ActorKind:
    if value in ACTOR_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ACTOR_KIND_VALUES!r}")
