"""What the outside world of a chaos run does, and what is asked for in it."""

import json
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from bench.chaos.abilities.errand import ErrandKind
from bench.chaos.asgi import Call
from bench.chaos.brief import FAMILY
from bench.chaos.clock import SteppedClock, step_clock
from bench.chaos.effects import OutsideSystem
from bench.chaos.history import Effect, Heard, Received, Told, read_folder
from bench.chaos.hooks import Receivers
from bench.chaos.options import full_options, short_options
from bench.chaos.plan import FAMILY_TROUBLE, RECEIVERS, TROUBLE, Planned, make_plan
from services.webhook.signature import make_secret

TASK = "01900000-0000-7000-8000-000000000001"
OUTING = "Arrange the outing."


def effect_call(kind: ErrandKind, *, key: str = "task:1:run") -> Call:
    body = {"task": "1", "epoch": 1, "kind": str(kind), "seconds": 0}
    return Call("POST", f"/effects/{key}", {}, json.dumps(body).encode())


async def test_outside_system_honours_keys_also_after_a_restart(tmp_path: Path) -> None:
    history = tmp_path / "effects.jsonl"
    for _ in range(2):
        assert (await OutsideSystem(history).handle(effect_call(ErrandKind.ASKED))).status == 200
    assert [event.repeated for event in read_folder(tmp_path) if isinstance(event, Effect)] == [False, True]
    assert (await OutsideSystem(history).handle(Call("GET", "/effects/task:1:run", {}, b""))).status == 200
    assert (await OutsideSystem(history).handle(Call("GET", "/effects/task:2:run", {}, b""))).status == 404


async def test_outside_system_that_cannot_be_asked_does_it_again(tmp_path: Path) -> None:
    system = OutsideSystem(tmp_path / "effects.jsonl")
    for _ in range(2):
        await system.handle(effect_call(ErrandKind.UNASKED))
    assert [event.repeated for event in read_folder(tmp_path) if isinstance(event, Effect)] == [False, False]


async def test_outside_system_refuses_once_without_doing_it(tmp_path: Path) -> None:
    system = OutsideSystem(tmp_path / "effects.jsonl")
    statuses = [(await system.handle(effect_call(ErrandKind.REFUSED))).status for _ in range(2)]
    assert statuses == [503, 200]
    assert [event.type for event in read_folder(tmp_path)] == ["fail", "ok"]


async def test_what_people_are_told_is_known_by_its_number(tmp_path: Path) -> None:
    call = Call("POST", "/told", {}, json.dumps({"message": "It is time to call number 17."}).encode())
    await OutsideSystem(tmp_path / "effects.jsonl").handle(call)
    [told] = read_folder(tmp_path)
    assert isinstance(told, Told)
    assert told.reminder == "number 17"


def tidings(name: str) -> Call:
    text = f"These are the tidings of task {TASK}."
    return Call("POST", f"/family/{name}", {}, json.dumps({"message": text}).encode())


@pytest.mark.parametrize(
    ("name", "statuses", "heard"),
    [
        ("good", [200, 200], ["ok", "ok"]),
        ("late", [503, 200], ["fail", "ok"]),
        ("torn", [502, 502], ["ok", "ok"]),
        ("gone", [410, 410], []),
    ],
)
async def test_family_answers_after_its_kind(tmp_path: Path, name: str, statuses: list[int], heard: list[str]) -> None:
    for status in statuses:  # restarted in between
        assert (await OutsideSystem(tmp_path / "effects.jsonl").handle(tidings(name))).status == status
    events = [event for event in read_folder(tmp_path) if isinstance(event, Heard)]
    assert [(event.type, event.task, event.to) for event in events] == [(kind, TASK, name) for kind in heard]


def message(receiver: str, secret: str, *, id_: str = "message-1") -> Call:
    body = json.dumps({"type": "task.completed", "data": {"id": "1", "version": 3, "result": {"epoch": 1}}})
    signature = Webhook(secret).sign(id_, now := datetime.now(UTC), body)
    headers = {"webhook-id": id_, "webhook-timestamp": str(int(now.timestamp())), "webhook-signature": signature}
    return Call("POST", f"/{receiver}/quiet", headers, body.encode())


@pytest.mark.parametrize(
    ("receiver", "statuses"),
    [
        ("good", [204, 204]),
        ("late", [500, 204]),
        ("broken", [500, 500]),
        ("gone", [410, 410]),
        ("redirect", [302, 302]),
    ],
)
async def test_receivers_answer_after_their_kind(tmp_path: Path, receiver: str, statuses: list[int]) -> None:
    secret = make_secret()
    receivers = Receivers(tmp_path / "hooks.jsonl", {"quiet": secret})
    assert [(await receivers.handle(message(receiver, secret))).status for _ in range(2)] == statuses


async def test_message_signed_with_another_secret_is_refused(tmp_path: Path) -> None:
    receivers = Receivers(tmp_path / "hooks.jsonl", {"quiet": make_secret()})
    assert (await receivers.handle(message("good", make_secret()))).status == 401
    [received] = read_folder(tmp_path)
    assert isinstance(received, Received)
    assert not received.is_genuine


def test_clock_is_stepped_and_set_right_again(tmp_path: Path) -> None:
    clock = SteppedClock(tmp_path / "clock")
    for seconds in (300.0, -300.0, 0.0):
        step_clock(tmp_path / "clock", seconds)
        assert abs(clock.now() - datetime.now(UTC) - timedelta(seconds=seconds)) < timedelta(seconds=60)


def take_plan(*, seed: int, requests: int) -> list[Planned]:
    return list(islice(make_plan(seed=seed, hanging=3, lease_seconds=2), requests))


def test_plan_is_decided_by_its_seed() -> None:
    first, again, other = (take_plan(seed=seed, requests=200) for seed in (1, 1, 2))
    assert first == again != other
    assert [planned.number for planned in first] == list(range(200))


def test_plan_has_everything_there_is() -> None:
    plan = take_plan(seed=3, requests=5000)
    errands: list[dict[str, Any]] = [errand for each in plan for errand in each.metadata.get("errands", {}).values()]
    assert {errand["kind"] for errand in errands} == set(ErrandKind)
    assert {planned.receiver for planned in plan} == {*RECEIVERS, "hang"}
    assert [planned.receiver for planned in plan[: len(TROUBLE)]] == [*TROUBLE]
    assert {name for each in plan for name in each.metadata.get("family", ())} == {*FAMILY}
    first = plan[len(TROUBLE) : len(TROUBLE) + len(FAMILY_TROUBLE) + 1]
    assert [each.metadata.get("family", each.text) for each in first] == [*([each] for each in FAMILY_TROUBLE), OUTING]
    assert any(errand["seconds"] > 2 for errand in errands), "some outlive their lease"


@pytest.mark.parametrize("options", [short_options, full_options])
def test_order_of_nemeses_is_decided_by_the_seed(options: Any) -> None:
    assert options(1).nemeses == options(1).nemeses != options(2).nemeses
