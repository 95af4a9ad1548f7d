"""What happens when something breaks: nothing is lost, nothing is done twice."""

import time
from collections import Counter
from collections.abc import Mapping

from redis import Redis

from core.domain import Queue
from core.queue import stream_key
from deploy.demo.narrator import check, fail
from deploy.demo.story import Stage, Wish, make_wishes

LEASE_SECONDS = 2
_CROWD = 30
_WARM_UP = 5
_FEW = 10
_SLICE_SECONDS = 0.01
_TRIES = 3
_STRIKE_SECONDS = 20


def play_killed_worker(stage: Stage) -> None:
    """SIGKILL in the middle of work."""
    stage.narrator.open_scene("A worker is killed in the middle of its work")
    for number in range(_TRIES):
        wishes = _say_all(stage, make_wishes(_CROWD, first_day=10 + 10 * number))
        in_its_hands = _strike(stage, wishes)
        if in_its_hands:
            break
        stage.start_worker()
    else:
        fail(expected="the worker to be busy when it is killed", came=f"it had finished, {_TRIES} times in a row")
    started = time.monotonic()
    stage.start_worker()
    stage.product.wait_until_at_rest(wishes)
    _check_all_done(stage, wishes)
    rescued = sum(
        any(event.reason == "lease lost" for event in stage.product.list_events(task_id)) for task_id in in_its_hands
    )
    check(
        rescued == len(in_its_hands),
        expected=f"the histories of {len(in_its_hands)} tasks to speak of a lost lease",
        came=f"{rescued} do",
    )
    stage.narrator.step(
        "rescued",
        f"{stage.worker.name} was started and finished everything in {time.monotonic() - started:.1f} s, the {rescued} "
        f"orphans once their lease of {LEASE_SECONDS} s was over",
    )
    _tell_nothing_lost(stage, wishes)


def play_emptied_redis(stage: Stage) -> None:
    """FLUSHALL with work waiting."""
    stage.narrator.open_scene("Redis loses everything while work is waiting")
    if not stage.may_empty_redis:
        stage.narrator.step("skipped", "this Redis is yours (REDIS_URL is set), so it is not emptied")
        return
    wishes = _say_all(stage, make_wishes(_FEW, first_day=60))
    with Redis.from_url(stage.redis_url) as redis:  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        waiting = redis.xlen(stream_key(Queue.BOOKING))
        check(waiting >= _FEW, expected=f"at least {_FEW} entries in the stream", came=f"there are {waiting}")
        redis.flushall()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
        left = redis.dbsize()  # pyright: ignore[reportUnknownMemberType] - untyped in redis-py
    check(left == 0, expected="an empty Redis", came=f"it holds {left} keys")
    stage.narrator.step("emptied", f"FLUSHALL: the stream with its {waiting} entries is gone, Redis holds nothing")
    started = time.monotonic()
    stage.worker.thaw()
    stage.product.wait_until_at_rest(wishes)
    _check_all_done(stage, wishes)
    stage.narrator.step(
        "rebuilt",
        f"{stage.worker.name} found them all in PostgreSQL, the only truth; done {time.monotonic() - started:.1f} s later",
    )
    _tell_nothing_lost(stage, wishes)


def _say_all(stage: Stage, wishes: list[Wish]) -> Mapping[str, Wish]:
    """Say them while the worker is held still; all are wanted, although nobody can sit at so many tables."""
    stage.worker.freeze()
    said = {stage.say(wish.sentence, confirm="never").id: wish for wish in wishes}
    states = stage.product.count_states(said)
    check(
        states == Counter(queued=len(wishes)),
        expected=f"{len(wishes)} tasks to be queued while the worker is held still",
        came=f"they are {dict(states)}",
    )
    stage.narrator.step("said", f"{len(wishes)} wishes like “{wishes[0].sentence}”")
    stage.narrator.step("accepted", f"all {len(wishes)} are queued, for {stage.worker.name} is held still (SIGSTOP)")
    return said


def _strike(stage: Stage, wishes: Mapping[str, Wish]) -> set[str]:
    """Kill the worker while it works; returns the tasks in its hands, none where it was too fast for us."""
    worker = stage.worker
    end = time.monotonic() + _STRIKE_SECONDS
    while True:
        worker.thaw()
        time.sleep(_SLICE_SECONDS)
        worker.freeze()  # to look at it in peace
        states = stage.product.count_states(wishes)
        if (states["running"] and states["completed"] >= _WARM_UP) or states["completed"] == len(wishes):
            break
        check(
            time.monotonic() < end, expected=f"work to begin within {_STRIKE_SECONDS} s", came=f"it is {dict(states)}"
        )
    worker.kill()
    tasks = stage.product.list_tasks(wishes)
    states = Counter(task.status for task in tasks)
    hands = {task.id for task in tasks if task.status == "running"}
    if hands:
        stage.narrator.step(
            "killed",
            f"{worker.name} (process {worker.pid}, SIGKILL) with {len(hands)} tasks running in its hands; "
            f"{states['completed']} were done, {states['queued']} still waited",
        )
    return hands


def _check_all_done(stage: Stage, wishes: Mapping[str, Wish]) -> None:
    tasks = stage.product.list_tasks(wishes)
    for task in tasks:
        check(task.status == "completed", expected="every task to be completed", came=task.story)
    check(len(tasks) == len(wishes), expected=f"{len(wishes)} tasks", came=f"{len(tasks)} are known")


def _tell_nothing_lost(stage: Stage, wishes: Mapping[str, Wish]) -> None:
    """Every wish was fulfilled once, and its caller was told."""
    bookings = stage.product.list_bookings(wishes)
    times = Counter(booking.task_id for booking in bookings)
    wrong = [task_id for task_id in wishes if times[task_id] != 1]
    check(not wrong, expected="one booking for each task", came=f"{len(wrong)} tasks have none or several: {wrong[:3]}")
    for booking in bookings:
        wish = wishes[booking.task_id or ""]
        check(wish.is_met_by(booking), expected=f"the table of “{wish.sentence}”", came=f"booked is {booking}")
    stage.narrator.step("nothing lost", f"{len(wishes)} of {len(wishes)} completed, each table booked exactly once")
    for task_id in wishes:
        stage.receiver.wait_for(task_id, "task.completed")
    stage.narrator.step("webhooks", f"task.completed arrived for each of the {len(wishes)}, every signature genuine")
