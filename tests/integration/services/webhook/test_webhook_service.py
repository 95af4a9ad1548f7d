"""Messages are delivered at least once, under one id, on the standard's schedule, or end as dead letters."""

import asyncio
import json
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import text
from standardwebhooks import Webhook, WebhookVerificationError

from core.blind_index import BlindIndex
from core.clock import SystemClock
from core.domain import Settlement, Task, TaskStatus, WorkKind
from core.encryption import Cipher
from core.errors import NoRoomError
from core.queue import TaskQueue
from core.redis_client import open_redis
from core.webhook import WebhookMessage
from repositories.database import Database
from services.bulkheads import FIRST_WINDOW, Bulkheads
from services.durable_work import DurableWork
from services.webhook.breaker import FAILURES, FIRST_PAUSE_SECONDS, Breakers
from services.webhook.client import WebhookClient
from services.webhook.endpoint_care import EndpointCare
from services.webhook.outbox import WebhookOutbox
from services.webhook.receiver import Receiver as Recipient
from services.webhook.receiver import room_for
from services.webhook.schedule import MAX_ATTEMPTS
from services.webhook.signature import make_secret
from services.webhook.webhook_service import WebhookService
from tests.integration.house import House
from tests.integration.services.webhook.receiver import Receiver, answer, receiving


class Post:
    """Delivers the messages of one house by hand, one claim at a time."""

    def __init__(self, house: House, database: Database, queue: TaskQueue) -> None:
        clock = SystemClock()
        self.house = house
        self.database = database
        self.secret = make_secret()
        self.cipher = Cipher([Fernet.generate_key().decode()])
        self.client = WebhookClient(allow_private=True, timeout=2.0)
        self.queue = queue
        self.outbox = WebhookOutbox(clock=clock, allow_private=True)
        self.renew()

    def renew(self) -> None:
        """Another worker, which remembers nothing."""
        self.service = self.make_service(self.client)
        self.work = DurableWork(
            handlers=(self.service,),
            unit_of_work=self.house.unit_of_work,
            queue=self.queue,
            lease=timedelta(seconds=30),
            owner="test",
        )

    def make_service(
        self, client: WebhookClient, *, bulkheads: Bulkheads | None = None, breakers: Breakers | None = None
    ) -> WebhookService:
        return WebhookService(
            unit_of_work=self.house.unit_of_work,
            client=client,
            cipher=self.cipher,
            bulkheads=bulkheads or Bulkheads(most=64),
            care=EndpointCare(index=BlindIndex(SecretStr("k"))),
            breakers=breakers,
        )

    async def set_secret(self) -> None:
        async with self.database.transaction() as session:
            values = {"secret": self.cipher.encrypt(self.secret)}
            await session.execute(text("UPDATE accounts SET signing_secret = :secret"), values)

    async def rotate(self, *, overlap: timedelta) -> str:
        """A new secret of the account."""
        secret = make_secret()
        async with self.house.unit_of_work() as unit:
            sealed = self.cipher.encrypt(secret)
            assert await unit.accounts.rotate_secret(self.house.account_id, sealed, overlap=overlap)
        self.renew()
        return secret

    async def send_again(self, message: WebhookMessage) -> WebhookMessage:
        """What is sent once more by hand."""
        assert message.task_id is not None
        async with self.house.unit_of_work() as unit:
            await unit.deliveries.send_again([message.id], max_attempts=1)
            return (await unit.webhooks.list_of_task(message.task_id))[-1]

    async def write(self, url: str) -> WebhookMessage:
        """The message of a task that has just completed."""
        task = await self.house.claim_task(webhook_url=url)
        async with self.house.unit_of_work() as unit:
            settlement = Settlement(
                id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED, result={"summary": "Grüße"}
            )
            await self.outbox.tell(unit, await unit.tasks.settle_many([settlement]))
        async with self.house.unit_of_work() as unit:
            return (await unit.webhooks.list_of_task(task.id))[0]

    async def deliver(self, message: WebhookMessage, *, attempts_before: int = 0) -> WebhookMessage:
        """One try, whenever it is due."""
        async with self.database.transaction() as session:
            await session.execute(
                text("UPDATE webhook_messages SET status = 'queued', due_at = NULL, attempt = :n WHERE id = :id"),
                {"id": message.id, "n": attempts_before or message.attempt},
            )
        for kind, claimed in await self.work.claim({WorkKind.WEBHOOK: [message.id]}):
            done = await self.work.run(kind, claimed)
            assert done is not None
            await self.work.settle([done])
        assert message.task_id is not None
        async with self.house.unit_of_work() as unit:
            return (await unit.webhooks.list_of_task(message.task_id))[0]

    async def seconds_to_next(self, message: WebhookMessage) -> float:
        async with self.database.transaction() as session:
            statement = text("SELECT extract(epoch FROM due_at - updated_at) FROM webhook_messages WHERE id = :id")
            return float(await session.scalar(statement, {"id": message.id}) or 0)


@pytest.fixture
async def post(house: House, database: Database, redis_url: str) -> AsyncGenerator[Post]:
    queue = TaskQueue(open_redis(redis_url))
    post = Post(house, database, queue)
    await post.set_secret()
    yield post
    await post.client.aclose()
    await queue.close()


def headers_of(receiver: Receiver, number: int = -1) -> dict[str, str]:
    lines = receiver.heads[number].split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines if line)


async def test_delivered_message_verifies_and_is_completed(post: Post) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        delivered = await post.deliver(message)
    assert delivered.status is TaskStatus.COMPLETED
    sent = headers_of(receiver) | {"webhook-signature": receiver.signature}
    Webhook(post.secret).verify(receiver.bodies[0].decode(), sent)
    assert headers_of(receiver)["webhook-id"] == str(message.id)
    assert json.loads(receiver.bodies[0])["data"]["result"]["summary"] == "Grüße"


def signers(receiver: Receiver, *secrets: str) -> list[bool]:
    """Which of these secrets verify the last message."""
    return [_verifies(receiver, secret, receiver.signature) for secret in secrets]


def _verifies(receiver: Receiver, secret: str, signature: str) -> bool:
    try:
        Webhook(secret).verify(receiver.bodies[-1].decode(), headers_of(receiver) | {"webhook-signature": signature})
    except WebhookVerificationError:
        return False
    return True


async def test_secret_of_the_account_that_was_replaced_signs_until_the_overlap_is_over(post: Post) -> None:
    async with receiving(answer("503 Away")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        await post.deliver(message)
        old, new = post.secret, await post.rotate(overlap=timedelta(hours=1))
        await post.deliver(message)
        assert signers(receiver, old, new) == [True, True]
        first, second = receiver.signature.split()
        assert (_verifies(receiver, new, first), _verifies(receiver, old, second)) == (True, True)
        await post.deliver(await post.send_again(message))
        assert signers(receiver, old, new) == [True, True]
        over = "UPDATE accounts SET previous_signing_secret_until = now() - interval '1 second'"
        async with post.database.transaction() as session:
            await session.execute(text(over))
        post.renew()
        await post.deliver(message)
    assert signers(receiver, old, new) == [False, True]
    assert len(receiver.signature.split()) == 1
    assert len(receiver.bodies) == 4


async def test_second_rotation_ends_the_secret_before_the_last_and_one_without_overlap_ends_it_at_once(
    post: Post,
) -> None:
    async with receiving(answer("503 Away")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        one = post.secret
        two = await post.rotate(overlap=timedelta(hours=1))
        three = await post.rotate(overlap=timedelta(hours=1))
        await post.deliver(message)
        assert signers(receiver, one, two, three) == [False, True, True]
        neighbour = await House.build(post.house.unit_of_work)
        four = await post.rotate(overlap=timedelta(0))
        await post.deliver(message)
        assert signers(receiver, one, two, three, four) == [False, False, False, True]
    async with post.house.unit_of_work() as unit:
        account = await unit.accounts.find(post.house.account_id)
        theirs = await unit.accounts.find(neighbour.account_id)
    assert account is not None
    assert (account.previous_signing_secret, account.previous_signing_secret_until) == (None, None)
    assert theirs is not None
    assert theirs.signing_secret == "sealed"


async def test_refused_message_is_tried_again_under_the_same_id(post: Post) -> None:
    async with receiving(answer("500 Oops", body=b"broken")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        retrying = await post.deliver(message)
        seconds = await post.seconds_to_next(message)
        again = await post.deliver(retrying)
    assert (retrying.status, again.status) == (TaskStatus.RETRYING, TaskStatus.RETRYING)
    assert 4 <= seconds <= 6
    assert headers_of(receiver, 0)["webhook-id"] == headers_of(receiver, 1)["webhook-id"]
    async with post.house.unit_of_work() as unit:
        attempts = await unit.webhooks.list_attempts(message.id)
    assert [(each.status_code, each.response_head) for each in attempts] == [(500, "broken"), (500, "broken")]


async def test_receiver_that_asks_for_time_gets_it(post: Post) -> None:
    async with receiving(answer("429 Slow down", "Retry-After: 600")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        await post.deliver(message)
        assert await post.seconds_to_next(message) >= 599


async def test_gone_receiver_is_not_bothered_again(post: Post) -> None:
    async with receiving(answer("410 Gone")) as receiver:
        failed = await post.deliver(await post.write(receiver.url(host="127.0.0.1")))
    assert failed.status is TaskStatus.FAILED


async def test_url_that_is_gone_or_silent_is_not_given_up_but_the_silent_one_is_spared(post: Post) -> None:
    async with receiving(answer("410 Gone")) as receiver:
        for _ in range(2):
            await post.deliver(await post.write(receiver.url(host="127.0.0.1")))
        assert len(receiver.bodies) == 2, "there is no endpoint to switch off"
    silent = [await post.write("http://127.0.0.1:1/hook") for _ in range(FAILURES + 1)]
    for each in silent[:-1]:
        assert (await post.service.perform(replace(each, attempt=1))).extra is not None
    with pytest.raises(NoRoomError, match="has not answered for a while"):
        await post.service.perform(replace(silent[-1], attempt=1))


async def test_address_that_is_down_holds_up_no_other_on_its_host(post: Post) -> None:
    async def answer_the_living(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        writer.write(answer("503 Away" if "post /dead" in receiver.heads[-1] else "204 No Content"))

    async with receiving(answer_the_living) as receiver:
        dead = [await post.write(receiver.url(f"/dead?task={n}", host="127.0.0.1")) for n in range(FAILURES + 1)]
        for each in dead[:-1]:
            await post.service.perform(replace(each, attempt=1))
        with pytest.raises(NoRoomError, match="has not answered for a while"):
            await post.service.perform(replace(dead[-1], attempt=1))
        alive = await post.write(receiver.url("/alive", host="127.0.0.1"))
        finished = await post.service.perform(replace(alive, attempt=1))
    assert finished.settlement.status is TaskStatus.COMPLETED


async def test_trial_behind_a_pause_is_not_lost_where_there_is_no_room_for_it(post: Post) -> None:
    now, bulkheads = [1_000.0], Bulkheads(most=1)
    breakers = Breakers(now=lambda: now[0])
    service = post.make_service(post.client, bulkheads=bulkheads, breakers=breakers)
    async with receiving(answer("204 No Content")) as receiver:
        message = replace(await post.write(receiver.url(host="127.0.0.1")), attempt=1)
        goes_to = Recipient.of(message, message.url)
        for _ in range(FAILURES):
            breakers.note_silence(goes_to.address)
        async with room_for(goes_to, bulkheads):
            with pytest.raises(NoRoomError, match="has not answered for a while"):
                await service.perform(message)
            now[0] += FIRST_PAUSE_SECONDS
            with pytest.raises(NoRoomError, match="Enough calls"):
                await service.perform(message)
        finished = await service.perform(message)
    assert finished.settlement.status is TaskStatus.COMPLETED


async def test_last_try_of_the_schedule_makes_a_dead_letter(post: Post) -> None:
    async with receiving(answer("503 Away")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        failed = await post.deliver(message, attempts_before=MAX_ATTEMPTS - 1)
    assert (failed.status, failed.attempt) == (TaskStatus.FAILED, MAX_ATTEMPTS)


async def test_nobody_listening_is_logged_and_tried_again(post: Post) -> None:
    message = await post.write("http://127.0.0.1:1/hook")
    retrying = await post.deliver(message)
    async with post.house.unit_of_work() as unit:
        [attempt] = await unit.webhooks.list_attempts(message.id)
    assert (retrying.status, attempt.error_class) == (TaskStatus.RETRYING, "connect")


async def test_hanging_receiver_holds_no_more_than_its_share(post: Post) -> None:
    async def hang(receiver: Receiver, writer: asyncio.StreamWriter) -> None:
        await receiver.over.wait()

    async with receiving(hang) as receiver:
        messages = [await post.write(receiver.url(host="127.0.0.1")) for _ in range(FIRST_WINDOW + 3)]
        tries = await asyncio.gather(*(post.work.run(WorkKind.WEBHOOK, replace(each, attempt=1)) for each in messages))
    later = [each.finished.settlement for each in tries if each is not None and each.finished.extra is None]
    assert (len(later), receiver.connections) == (3, FIRST_WINDOW)
    assert all(each.status is TaskStatus.RETRYING and not each.keeps_attempt for each in later)


async def test_answering_receiver_is_served_ever_faster(post: Post) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        messages = [await post.write(receiver.url(host="127.0.0.1")) for _ in range(2 * FIRST_WINDOW)]
        for each in messages[:2]:
            await post.service.perform(replace(each, attempt=1))
        tries = await asyncio.gather(*(post.service.perform(replace(each, attempt=1)) for each in messages))
    assert all(each.settlement.status is TaskStatus.COMPLETED for each in tries)


async def test_private_address_is_refused_when_connecting_too(post: Post) -> None:
    message = await post.write("https://127.0.0.1/hook")
    strict = WebhookClient(allow_private=False)
    post.service = post.make_service(strict)
    finished = await post.service.perform(replace(message, attempt=1))
    await strict.aclose()
    assert finished.extra is not None
    assert finished.extra.error_class == "refused_address"


async def test_request_without_url_sends_nothing(post: Post) -> None:
    task = await post.house.claim_task()
    async with post.house.unit_of_work() as unit:
        done = await unit.tasks.settle_many([Settlement(id=task.id, epoch=task.epoch, status=TaskStatus.COMPLETED)])
        assert await post.outbox.tell(unit, done) == []


async def test_message_is_no_poison_because_its_workers_died(post: Post) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        message = await post.write(receiver.url(host="127.0.0.1"))
        for _ in range(Task.most_lost_leases):
            assert await post.work.claim({WorkKind.WEBHOOK: [message.id]})
            async with post.database.transaction() as session:
                await session.execute(text("UPDATE webhook_messages SET lease_until = now() - interval '1 second'"))
            async with post.house.unit_of_work() as unit:
                assert await unit.webhooks.queue_lost_leases(limit=10)
                assert not await unit.webhooks.claim_exhausted(owner="sweeper", lease=timedelta(0), limit=10)
        assert (await post.deliver(message)).status is TaskStatus.COMPLETED
