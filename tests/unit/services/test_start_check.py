from datetime import UTC, datetime, timedelta

import pytest

from core.redis_check import RedisFacts
from repositories.schema import newest_revision
from repositories.server import ServerFacts
from services.start_check import Findings, judge_clocks, judge_postgresql, judge_redis

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

GOOD = {"version": (7, 2), "mode": "standalone", "eviction": "noeviction", "appends": True}


def of_redis(told: dict[str, object] | None = None, *, production: bool = True) -> Findings:
    findings = Findings()
    judge_redis(RedisFacts(**(GOOD | (told or {}))), findings, production=production)  # pyright: ignore[reportArgumentType] - a test's own words
    return findings


def of_clocks(**ahead: float) -> Findings:
    findings = Findings()
    judge_clocks({name: timedelta(seconds=seconds) for name, seconds in ahead.items()}, findings)
    return findings


def of_postgresql(version: int, revision: str | None) -> Findings:
    findings = Findings()
    judge_postgresql(ServerFacts(version, NOW), revision, findings)
    return findings


def test_good_stores_are_not_mentioned() -> None:
    assert (
        of_redis() == of_clocks(Redis=1.5, PostgreSQL=-0.4) == of_postgresql(150_000, newest_revision()) == Findings()
    )


@pytest.mark.parametrize(
    ("told", "word"),
    [
        ({"version": (6, 0)}, "Redis 6.0"),
        ({"mode": "sentinel"}, "redis+sentinel://"),
        ({"shards": 3}, "3 shards"),
        ({"eviction": "allkeys-lru"}, "noeviction"),
    ],
)
def test_redis_that_can_not_serve_stops_the_start_with_one_line(told: dict[str, object], word: str) -> None:
    findings = of_redis(told)
    [line] = findings.wrong
    assert word in line
    assert not findings.risky


def test_eviction_is_let_pass_in_development() -> None:
    findings = of_redis({"eviction": "volatile-lru"}, production=False)
    assert not findings.wrong
    assert len(findings.risky) == 1


@pytest.mark.parametrize(
    ("told", "word"), [({"eviction": None}, "maxmemory-policy"), ({"appends": False}, "appendonly")]
)
def test_what_is_risky_or_not_told_is_logged(told: dict[str, object], word: str) -> None:
    findings = of_redis(told)
    [line] = findings.risky
    assert word in line
    assert not findings.wrong


def test_old_postgresql_is_named_before_its_tables() -> None:
    assert of_postgresql(140_012, None).wrong == ["DATABASE_URL leads to PostgreSQL 14; it should be 15 or newer."]


def test_missing_tables_are_named_with_the_command_that_makes_them() -> None:
    [line] = of_postgresql(160_001, None).wrong
    assert "python -m alembic upgrade head" in line


@pytest.mark.parametrize(
    ("ahead", "wrong", "risky"),
    [
        ({"Redis": 31.0, "PostgreSQL": 0.0}, "The clock of Redis is 31 s ahead of that of this machine", ""),
        ({"Redis": 0.0, "PostgreSQL": -40.0}, "ahead of that of PostgreSQL", ""),
        ({"Redis": 20.0, "PostgreSQL": -20.0}, "The clock of Redis is 40 s ahead of that of PostgreSQL", ""),
        ({"PostgreSQL": 5.0}, "", "The clock of PostgreSQL is 5 s ahead of that of this machine"),
    ],
)
def test_clocks_that_differ_are_told_or_refused(ahead: dict[str, float], wrong: str, risky: str) -> None:
    findings = of_clocks(**ahead)
    assert bool(findings.wrong) == bool(wrong)
    assert wrong in "".join(findings.wrong)
    assert risky in "".join(findings.risky)
