"""A person with a family, spoken to through the API, while a worker works and a real mail server listens."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx2

from core.config import Settings
from core.domain import Queue, WorkKind
from core.queue import Ring
from repositories.database import Database
from repositories.unit_of_work import UnitOfWorkFactory, unit_of_work_factory
from services.factory import open_services
from services.services import Services
from tests.integration.api.accounts import add_account, default_account
from tests.integration.api.calling import calling
from tests.integration.house import House
from tests.integration.services.notification.mail_server import MailServer, mail_server
from tests.integration.waiting import eventually
from tests.integration.worker import running_worker
from tests.vaults import VAULT

Json = dict[str, Any]


@dataclass
class Family:
    api: httpx2.AsyncClient
    server: MailServer
    settings: Settings
    services: Services
    unit_of_work: UnitOfWorkFactory
    user_id: str = ""

    async def add_user(self, name: str = "Rose") -> str:
        body = {"name": name, "timezone": "Europe/London"}
        self.user_id = (await self.api.post("/v1/users", json=body)).json()["id"]
        return self.user_id

    async def add(self, name: str, relation: str | None = None, **changed: Any) -> Json:
        body = {"name": name, "relation": relation, "channels": [f"mailto:{name.lower()}@example.org"], **changed}
        answer = await self.api.post(f"/v1/users/{self.user_id}/contacts", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def say(self, text: str, **changed: Any) -> Json:
        """The first task of a sentence, as soon as it rests."""
        body = {"text": text, "user_id": self.user_id, "confirm": "never", **changed}
        answer = await self.api.post("/v1/requests", json=body, headers={"Prefer": "wait=20"})
        assert answer.is_success, answer.text
        return answer.json()["tasks"][0]

    async def do(self, intent: str, queue: Queue, **details: str) -> Json:
        """A task with these details, as soon as it rests: whatever becomes of the grammar, this is what was understood."""
        account = await default_account(self.unit_of_work)
        house = House(self.unit_of_work, account_id=account.id, user_id=UUID(self.user_id))
        task = await house.add_task(details, intent=intent, queue=queue)
        await self.services.queue.publish([Ring(queue, WorkKind.TASK, task.id)])

        async def look() -> Json | None:
            found = await self.get(f"/v1/tasks/{task.id}")
            return found if found["status"] not in {"queued", "running", "retrying"} else None

        found = await eventually(look)
        assert found is not None
        return found

    async def get(self, path: str, **query: str) -> Json:
        answer = await self.api.get(path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def task(self, task: Mapping[str, Any]) -> Json:
        return await self.get(f"/v1/tasks/{task['id']}")

    @asynccontextmanager
    async def neighbour(self) -> AsyncGenerator[httpx2.AsyncClient]:
        """A client of another account."""
        _, key = await add_account(self.unit_of_work, self.services)
        async with calling(self.settings, key=key) as api:
            yield api

    async def log(self, **query: str) -> list[Json]:
        return (await self.get("/v1/notifications", user_id=self.user_id, **query))["items"]


@asynccontextmanager
async def family(settings: Settings, **played: Any) -> AsyncGenerator[Family]:
    """Rose and her family; `played` is what the mail server plays."""
    async with mail_server(**played) as server:
        settings = settings.model_copy(update={"smtp_url": server.url, "mail_from": "assistant@example.org"})
        async with calling(settings) as api, open_services(settings, owner="test:worker") as services:
            assert settings.database_url is not None
            database = Database(settings.database_url, vault=VAULT)
            home = Family(api, server, settings, services, unit_of_work_factory(database))
            await home.add_user()
            async with running_worker(services, settings):
                yield home
            await database.close()
