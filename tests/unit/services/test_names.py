"""Name servers of strangers that hang, and whom they keep waiting."""

import asyncio
import socket
import threading
from collections import Counter
from collections.abc import Generator
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import pytest

from core.domain import WorkKind
from core.tenancy import Tenant, confine_to, unconfined
from services.durable_work import DurableWork, Finished
from services.names import Names, asking_for, resolve_host
from services.webhook.client import WebhookClient, WebhookNotDeliveredError

ROSE, BOB = UUID(int=1), UUID(int=2)
SOON = 10.0
"""More than anything here takes that does not hang."""


class Tarpit:
    """Hangs for all names of somebody's many domains until `over`; counts whom it keeps, and has the address of all others."""

    def __init__(self) -> None:
        self.over = threading.Event()
        self.most = 0
        self.asked = Counter[str]()
        self._held = 0
        self._counting = threading.Lock()

    def look_up(self, host: Any, *given: Any, **more: Any) -> list[Any]:
        del given, more
        if ".tarpit" not in str(host):
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("192.0.2.1", 0))]
        with self._counting:
            self.asked[str(host)] += 1
            self._held += 1
            self.most = max(self.most, self._held)
        self.over.wait(60)
        with self._counting:
            self._held -= 1
        raise socket.gaierror(socket.EAI_AGAIN, "try again")


@pytest.fixture
def tarpit(monkeypatch: pytest.MonkeyPatch) -> Generator[Tarpit]:
    tarpit = Tarpit()
    monkeypatch.setattr(socket, "getaddrinfo", tarpit.look_up)
    yield tarpit
    tarpit.over.set()


def ask_for(account_id: UUID, names: Names, *hosts: str) -> list[asyncio.Task[Any]]:
    with asking_for(account_id):
        return [asyncio.create_task(names.resolve(host)) for host in hosts]


def endless(count: int) -> list[str]:
    return [f"h{n}.tarpit{n}.example" for n in range(count)]


async def test_name_server_that_hangs_keeps_nobody_else_waiting(tarpit: Tarpit) -> None:
    names = Names(seconds=SOON * 2)
    flood = ask_for(ROSE, names, *endless(60))
    await asyncio.sleep(0)
    async with asyncio.timeout(SOON):
        await asyncio.get_running_loop().getaddrinfo("mail.example", 25)  # where our own servers' names are looked up
        assert [str(each) for each in await ask_for(BOB, names, "bob.example")[0]] == ["192.0.2.1"]
        with asking_for(ROSE):
            assert await resolve_host("rose.example")
    assert 0 < tarpit.most <= 4
    tarpit.over.set()
    assert all(isinstance(each, socket.gaierror) for each in await asyncio.gather(*flood, return_exceptions=True))


async def test_nobody_waits_for_long_and_a_thread_counts_until_it_is_free(tarpit: Tarpit) -> None:
    names = Names(seconds=0.1)
    for _ in range(2):
        async with asyncio.timeout(SOON):
            ended = await asyncio.gather(*ask_for(ROSE, names, *endless(20)), return_exceptions=True)
        assert all(isinstance(each, TimeoutError) for each in ended)
    assert 0 < tarpit.asked.total() <= 4
    tarpit.over.set()
    patient = Names(seconds=SOON)
    for _ in range(6):
        (lookup,) = ask_for(ROSE, patient, *endless(1))
        with pytest.raises(socket.gaierror):
            await lookup


async def test_all_together_have_a_bound(tarpit: Tarpit) -> None:
    names = Names(seconds=0.3, most=6)
    tasks = [task for n in range(5) for task in ask_for(UUID(int=n), names, *endless(5))]
    await asyncio.gather(*tasks, return_exceptions=True)
    assert 4 < tarpit.most <= 6


async def test_webhook_to_such_a_name_is_told_so(tarpit: Tarpit) -> None:
    del tarpit
    names = Names(seconds=0.05)
    async with WebhookClient(allow_private=False, resolver=names.resolve) as client:
        with pytest.raises(WebhookNotDeliveredError) as caught:
            await client.post("https://h1.tarpit1.example/", headers={}, body=b"{}")
    assert caught.value.error_class == "dns"


async def test_call_looks_up_for_its_account(tarpit: Tarpit) -> None:
    names = Names(seconds=0.1)
    with unconfined():
        confine_to(Tenant(account_id=ROSE))
        await asyncio.gather(*[names.resolve(host) for host in endless(20)], return_exceptions=True)
    assert 0 < tarpit.most <= 4


async def test_work_looks_up_for_its_account(tarpit: Tarpit) -> None:
    names = Names(seconds=0.1)

    class Sender:
        kind = WorkKind.WEBHOOK

        async def perform(self, work: Any) -> Finished[Any]:
            await asyncio.gather(*[names.resolve(host) for host in endless(20)], return_exceptions=True)
            return Finished(work.settlement)

    nothing = cast("Any", None)
    mechanism = DurableWork(
        handlers=[cast("Any", Sender())], unit_of_work=nothing, queue=nothing, lease=nothing, owner="test"
    )
    work = cast("Any", SimpleNamespace(account_id=ROSE, settlement=None))
    done = await asyncio.gather(*[mechanism.run(WorkKind.WEBHOOK, work) for _ in range(3)])
    assert len(done) == 3
    assert 0 < tarpit.most <= 4
