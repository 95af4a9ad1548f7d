"""Another worker in a thread with an event loop of its own, as it would be in another process."""

import asyncio
import threading

from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory
from tests.integration.house import House
from tests.integration.workers.workshop import Script, Workshop, complete
from tests.vaults import VAULT
from workers.pool import WorkerPool


class Rival:
    """Works on the same queue as the given workshop, by a script of its own, however blocked that one's loop is."""

    def __init__(self, workshop: Workshop, database_url: str) -> None:
        self._workshop = workshop
        self._database_url = database_url
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._work()))
        self.script: Script = complete

    def start(self) -> None:
        """Return when it works; blocks the calling thread."""
        self._thread.start()
        assert self._ready.wait(30)

    async def stop(self) -> None:
        """Return when it has ended, if it was started."""
        if self._thread.ident is not None:
            self._loop.call_soon_threadsafe(self._pool.stop)
            await asyncio.to_thread(self._thread.join)

    async def _work(self) -> None:
        database = Database(self._database_url, vault=VAULT)
        ours = self._workshop.house
        house = House(UnitOfWorkFactory(database), account_id=ours.account_id, user_id=ours.user_id)
        workshop = Workshop(house=house, redis_url=self._workshop.redis_url, lease=self._workshop.lease)
        workshop.service.script = self.script
        self._loop = asyncio.get_running_loop()
        self._pool: WorkerPool = workshop.pool()
        self._loop.call_soon(self._ready.set)
        await self._pool.run()
        await workshop.queue.close()
        await database.close()
