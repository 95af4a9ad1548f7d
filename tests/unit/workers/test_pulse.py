import asyncio
import socket
from pathlib import Path

import pytest

from workers.cancelling import cancel_all
from workers.pulse import Pulse


async def test_supervisor_hears_every_beat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as supervisor:
        supervisor.bind(str(address))
        supervisor.settimeout(10)
        monkeypatch.setenv("NOTIFY_SOCKET", str(address))
        beating = asyncio.create_task(Pulse().beat_for_ever())
        heard = [await asyncio.to_thread(supervisor.recv, 100) for _ in range(2)]
        await cancel_all([beating])
    assert heard == [b"READY=1\nWATCHDOG=1"] * 2


async def test_absent_supervisor_stops_no_beat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    beating = asyncio.create_task(Pulse().beat_for_ever())
    await asyncio.sleep(0)
    assert not beating.done()
    await cancel_all([beating])
