from bench.stacks import library_of, phase_of, split

LOOP = "Runner.run (asyncio/runners.py:118)"
SETTLING = "Collector._commit (workers/collector.py:80)"
SESSION = "AsyncSession.execute (sqlalchemy/ext/asyncio/session.py:463)"


def test_stack_belongs_to_its_innermost_known_phase() -> None:
    claiming = "DurableWork.claim (services/durable_work.py:120)"
    reading = "Consumer.run_for_ever (workers/consumer.py:60)"
    assert phase_of([LOOP, reading, claiming, SESSION]) == "claim"
    assert phase_of([LOOP, reading, SESSION]) == "read, hand out, acknowledge"


def test_stack_without_a_phase_is_the_event_loop() -> None:
    assert phase_of([LOOP, SESSION]) == "event loop, sockets, futures"


def test_code_belongs_to_rooms_libraries_or_the_rest() -> None:
    assert library_of(SETTLING) == "ours: workers"
    assert library_of(SESSION) == "sqlalchemy"
    assert library_of("task (bench/peers/ledger.py:81)") == "noop and ledger"
    assert library_of("deepcopy (copy.py:146)") == "other"


def test_shares_add_up_to_one() -> None:
    shares = split([f"{LOOP};{SETTLING} 3", f"{LOOP};{SETTLING};{SESSION} 1"])
    assert shares["phases"] == {"settle": 1.0}
    assert shares["libraries"] == {"ours: workers": 0.75, "sqlalchemy": 0.25}
