"""Drain of no-ops beside the peers and the floor, with a deep backlog, and of tasks that wait; cost; pick-up without HTTP."""

from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.ground import Figures
from bench.harness import run_harness
from bench.tables import show, table, target

_PEERS = ("reference", "pgqueuer", "saq", "taskiq", "ours")
_DEEP = ("reference", "pgqueuer", "ours")
_WAIT_MS, _WAIT_CONCURRENCY = 20, 64
_MEGABYTES_ALLOWED = 120
_FLAT = 0.8


def measure(*, quick: bool) -> Figures:
    """Interleaved rounds; then one with a deep backlog and some of tasks that wait."""
    tasks, deep, waiting, rounds = (4_000, 20_000, 2_000, 1) if quick else (20_000, 100_000, 8_000, 3)
    phases = ("--phases", "throughput,latency,memory", "--latency-seconds", "3" if quick else "15")
    each = ("--rounds", str(rounds))
    with TemporaryDirectory(prefix="grandma-bench-") as folder:
        out = Path(folder) / "results.json"
        side = run_harness(_PEERS, *each, "--n", str(tasks), *phases, out=out)
        flat = run_harness(_DEEP, "--rounds", "1", "--n", str(deep), "--phases", "throughput", out=out)
        wait = (*each, "--n", str(waiting), "--phases", "throughput", "--sleep-ms", str(_WAIT_MS))
        waits = run_harness(("ours",), *wait, out=out, OURS_CONCURRENCY=str(_WAIT_CONCURRENCY))
    figures: Figures = {
        "tasks": tasks,
        "deep": deep,
        "rounds": rounds,
        "peers": {name: _of_peer(found) for name, found in side["peers"].items() if found["rounds"]},
        "deep_peers": {name: _of_peer(found) for name, found in flat["peers"].items() if found["rounds"]},
        "waiting": _of_peer(waits["peers"]["ours"]),
        "loop_ms": side["meta"]["calibration_ms"],
        "servers": {"redis": side["meta"]["redis"]["version"], "postgres": side["meta"]["postgres"]["server_version"]},
        "errors": [error for run in (side, flat, waits) for peer in run["peers"].values() for error in peer["errors"]],
    }
    return {**figures, "targets": _targets(figures)}


def render(figures: Figures) -> str:
    """The tables."""
    peers, deep, waiting = figures["peers"], figures["deep_peers"], figures["waiting"]
    known = [name for name in _PEERS if name in peers]
    flat = [
        (name, deep[name]["one"], deep[name]["two"], deep[name]["one"] / peers[name]["one"])
        for name in _DEEP
        if name in deep and name in peers
    ]
    return "\n\n".join(
        [
            f"{figures['tasks']:,} no-ops of about 300 bytes (saq and taskiq 0.3 of that), medians of "
            f"{figures['rounds']} interleaved rounds with lowest and highest. Rates are tasks a second, from the first "
            "start to the last settled row; CPU is in seconds per 1,000 tasks with one worker. `reference` is the "
            "floor's batches behind the same harness, without fencing or history. A fixed Python loop took "
            f"{min(figures['loop_ms'])}–{max(figures['loop_ms'])} ms before each: so much the machine itself varied.",
            table(
                ("", "1 worker", "2 workers", "2 : 1", "ours : this", "worker CPU", "server CPU"),
                [_rate_row(name, peers) for name in known],
            ),
            "Pick-up is from before the enqueue call to the start at 50 a second, without HTTP; memory is that of one "
            "worker in MB, resident (proportional share).",
            table(
                ("", "pick-up p50 ms", "p95", "p99", "idle MB", "busy MB", "concurrency", "how the end is kept"),
                [_cost_row(name, peers[name]) for name in known],
            ),
            f"With {figures['deep']:,} queued, one round:",
            table(("", "1 worker", "2 workers", f"1 worker : the same with {figures['tasks']:,}"), flat),
            f"Tasks that wait {_WAIT_MS} ms, `--concurrency {_WAIT_CONCURRENCY}`: one process {show(waiting['one'])} a "
            f"second, two {show(waiting['two'])}, {waiting['factor']:.2f} times as many.",
            *([f"Errors: {'; '.join(figures['errors'])}"] if figures["errors"] else []),
        ]
    )


def _of_peer(found: Figures) -> Figures:
    middle: Figures = found["median"]
    latency: Figures = found.get("latency_ms") or {}
    pairs = [(row["drain_1"]["rate"], row["drain_2"]["rate"]) for row in found["rounds"]]
    return {
        "one": median(one for one, _ in pairs),
        "two": median(two for _, two in pairs),
        "factor": median(two / one for one, two in pairs),
        "rounds": pairs,
        "worker_cpu": middle["drain_1"]["cpu_ms_per_task"],
        "server_cpu": middle["drain_1"]["server_cpu_ms_per_task"],
        "busy_mb": middle["drain_1"]["worker_mb"],
        "idle_mb": found.get("idle_mb"),
        "pickup_ms": {name: latency.get(name) for name in ("p50", "p95", "p99")},
        "executed_twice": max(row[f"drain_{count}"]["executed_twice"] for row in found["rounds"] for count in (1, 2)),
        "concurrency": found["info"]["concurrency"],
        "results": found["info"]["results"],
    }


def _rate_row(name: str, peers: Figures) -> tuple[object, ...]:
    peer = peers[name]
    ratio = _beside(peers, name) if "ours" in peers else None
    return (
        name,
        *(_spread(peer, place) for place in (0, 1)),
        peer["factor"],
        ratio,
        f"{peer['worker_cpu']:.3f}",
        f"{peer['server_cpu']:.3f}",
    )


def _spread(peer: Figures, place: int) -> str:
    rates = [pair[place] for pair in peer["rounds"]]
    return f"{show(median(rates))} ({show(min(rates))}–{show(max(rates))})"


def _cost_row(name: str, peer: Figures) -> tuple[object, ...]:
    memory = [f"{mb['rss']:.0f} ({mb['pss']:.0f})" if mb else None for mb in (peer["idle_mb"], peer["busy_mb"])]
    return (name, *peer["pickup_ms"].values(), *memory, peer["concurrency"], peer["results"])


def _beside(peers: Figures, name: str) -> float:
    """The median of our rate with one worker beside another's of the same round."""
    pairs = zip(peers["ours"]["rounds"], peers[name]["rounds"], strict=False)
    return median(ours[0] / theirs[0] for ours, theirs in pairs)


def _targets(figures: Figures) -> list[Figures]:
    peers, deep, waiting = figures["peers"], figures["deep_peers"], figures["waiting"]
    if "ours" not in peers:
        return []
    ours = peers["ours"]
    found = [
        target(f"Drain, one worker: ≥ {least} × {name}", f"{ratio:.2f} ×", met=ratio >= least)
        for name, least in (("saq", 3.0), ("pgqueuer", 0.5), ("pgqueuer", 1.0))
        if name in peers
        for ratio in [_beside(peers, name)]
    ]
    if "ours" in deep:
        flat = deep["ours"]["one"] / ours["one"]
        text = f"Drain: the rate stays with {figures['deep']:,} queued (≥ {_FLAT} × that with {figures['tasks']:,})"
        found.append(target(text, f"{flat:.2f} ×", met=flat >= _FLAT))
    factor = waiting["factor"]
    found.append(target("Tasks that wait 20 ms: two processes ≥ 1.6 × one", f"{factor:.2f} ×", met=factor >= 1.6))
    if "reference" in peers:
        floor = peers["reference"]["factor"]
        text = "No-ops: two processes reach at least the floor's own factor"
        found.append(target(text, f"{ours['factor']:.2f} × beside {floor:.2f} ×", met=ours["factor"] >= floor))
    for state in ("idle", "busy"):
        if ours[f"{state}_mb"]:
            used = ours[f"{state}_mb"]["rss"]
            text = f"Memory of one {state} worker ≤ {_MEGABYTES_ALLOWED} MB (resident)"
            found.append(target(text, f"{used:.0f} MB", met=used <= _MEGABYTES_ALLOWED))
    return found
