"""Endpoints: two signatures after a rotation, deliveries with their tries, sent once more, switched off when dead."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from standardwebhooks import Webhook, WebhookVerificationError

from core.delivery import DeliveryFilter, DeliveryStatus
from core.domain import TaskStatus, WorkKind
from core.errors import NotFoundError
from core.events import EventType
from core.roles import OF_AN_ACCOUNT
from repositories.models import NotificationRow
from repositories.notification import to_notification
from services.webhook.breaker import FAILURES
from services.webhook.deliveries import DeliveryUnderWayError, EndpointDisabledError
from services.webhook.schedule import MAX_ATTEMPTS
from tests.integration.house import House
from tests.integration.services.webhook.desk import Desk
from tests.integration.services.webhook.receiver import Receiver, answer, receiving


def headers_of(receiver: Receiver) -> dict[str, str]:
    lines = receiver.heads[-1].split("\r\n")[1:]
    return dict(line.split(": ", 1) for line in lines if line) | {"webhook-signature": receiver.signature}


def verifies(receiver: Receiver, secret: str) -> bool:
    try:
        Webhook(secret).verify(receiver.bodies[-1].decode(), headers_of(receiver))
    except WebhookVerificationError:
        return False
    return True


async def test_both_secrets_sign_until_the_overlap_is_over(desk: Desk) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"))
        rotated = await desk.rotate(made, overlap=timedelta(hours=3))
        assert rotated.endpoint.previous_secret_until is not None
        assert rotated.endpoint.previous_secret_until - rotated.endpoint.updated_at == timedelta(hours=3)
        await desk.happen()
        await desk.deliver()
        assert (verifies(receiver, made.secret), verifies(receiver, rotated.secret)) == (True, True)
        await desk.run("UPDATE webhook_endpoints SET previous_secret_until = now() - interval '1 second'")
        await desk.happen()
        await desk.deliver()
        assert (verifies(receiver, made.secret), verifies(receiver, rotated.secret)) == (False, True)
        last = await desk.rotate(made, overlap=timedelta(0))
        assert (last.endpoint.previous_secret, last.endpoint.previous_secret_until) == (None, None)
        await desk.happen()
        await desk.deliver()
        assert (verifies(receiver, rotated.secret), verifies(receiver, last.secret)) == (False, True)


async def test_what_waits_goes_to_the_new_address(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    await desk.happen()
    await desk.deliver()
    async with receiving(answer("204 No Content")) as receiver:
        changes = {"url": receiver.url(host="127.0.0.1")}
        await desk.endpoints.change(made.endpoint.id, changes, account_id=desk.house.account_id, granted=OF_AN_ACCOUNT)
        await desk.deliver()
    delivery = await desk.only(made)
    assert (delivery.status, [each.error_class for each in delivery.tries]) == (
        DeliveryStatus.DELIVERED,
        ["connect", None],
    )


async def test_every_try_is_in_the_log_with_what_was_answered(desk: Desk) -> None:
    async with receiving(answer("503 Away", body=b"x" * 5000)) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"))
        await desk.happen()
        await desk.deliver()
        await desk.deliver()
    delivery = await desk.only(made)
    assert (delivery.status, delivery.reason, len(delivery.tries)) == (DeliveryStatus.PENDING, "HTTP 503", 2)
    assert delivery.next_try_at is not None
    assert delivery.next_try_at > delivery.tries[1].at > delivery.tries[0].at
    for each in delivery.tries:
        assert (each.status_code, each.error_class, each.by_hand) == (503, None, False)
        assert (each.response_head, each.latency_ms >= 0) == ("x" * 1024, True)
    assert await desk.list_deliveries(made, DeliveryFilter(status=DeliveryStatus.PENDING)) == [delivery]
    assert await desk.list_deliveries(made, DeliveryFilter(status=DeliveryStatus.FAILED)) == []
    assert await desk.list_deliveries(made, DeliveryFilter(type="task.failed")) == []


async def test_try_by_hand_leaves_the_schedule_as_it_is(desk: Desk) -> None:
    async with receiving(answer("503 Away")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"))
        await desk.happen()
        await desk.deliver()
        [before] = await desk.list_messages(made)
        due = (await desk.only(made)).next_try_at
        asked = await desk.again(made)
        assert (asked.status, asked.id) == (DeliveryStatus.PENDING, before.id)
        await desk.run(
            "UPDATE webhook_messages SET status = 'scheduled', due_at = now() WHERE redelivery_of IS NOT NULL"
        )
        async with desk.database.transaction() as session:
            by_hand = text(
                "UPDATE webhook_messages SET status='queued', due_at=NULL WHERE redelivery_of IS NOT NULL RETURNING id"
            )
            [id_] = await session.scalars(by_hand)
        for kind, work in await desk.work.claim({WorkKind.WEBHOOK: [id_]}):
            done = await desk.work.run(kind, work)
            assert done is not None
            await desk.work.settle([done])
    [after, tried] = await desk.list_messages(made)
    assert (after, tried.status, tried.attempt) == (before, TaskStatus.FAILED, 1)
    delivery = await desk.only(made)
    assert (delivery.status, delivery.next_try_at) == (DeliveryStatus.PENDING, due)
    assert [each.by_hand for each in delivery.tries] == [False, True]
    assert len(set(receiver_ids(receiver))) == 1


def receiver_ids(receiver: Receiver) -> list[str]:
    return [line.split(": ")[1] for head in receiver.heads for line in head.split("\r\n") if "webhook-id" in line]


async def test_what_got_through_by_hand_needs_no_further_try(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    await desk.happen()
    await desk.deliver()
    async with receiving(answer("204 No Content")) as receiver:
        changes = {"url": receiver.url(host="127.0.0.1")}
        await desk.endpoints.change(made.endpoint.id, changes, account_id=desk.house.account_id, granted=OF_AN_ACCOUNT)
        await desk.run("UPDATE webhook_messages SET due_at = now() + interval '1 hour', reason = 'kept'")
        await desk.again(made)
        await desk.run(
            "UPDATE webhook_messages SET status = 'running', lease_until = now() + interval '1 hour', due_at = NULL WHERE reason = 'kept'"
        )
        with pytest.raises(DeliveryUnderWayError):
            await desk.again(made)
        await desk.run(
            "UPDATE webhook_messages SET status = 'retrying', lease_until = NULL, due_at = now() + interval '1 hour' WHERE reason = 'kept'"
        )
        await desk.run("UPDATE webhook_messages SET reason = 'later' WHERE reason = 'kept'")
        assert await desk.deliver() == 2
        assert await desk.deliver() == 0
    assert (await desk.only(made)).status is DeliveryStatus.DELIVERED


async def test_all_that_failed_since_then_is_sent_once_more_and_only_that(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    await desk.happen()
    await desk.happen()
    await desk.run(
        "UPDATE webhook_messages SET attempt = :n WHERE id = (SELECT min(id::text)::uuid FROM webhook_messages)",
        n=MAX_ATTEMPTS - 1,
    )
    await desk.deliver()  # one has failed for good, the other waits
    assert await desk.again_since(made) == (2, False)
    assert await desk.again_since(made) == (0, False), "they are on their way"
    async with receiving(answer("204 No Content")) as receiver:
        changes = {"url": receiver.url(host="127.0.0.1")}
        await desk.endpoints.change(made.endpoint.id, changes, account_id=desk.house.account_id, granted=OF_AN_ACCOUNT)
        await desk.deliver()
    assert {each.status for each in await desk.list_deliveries(made)} == {DeliveryStatus.DELIVERED}
    assert await desk.again_since(made) == (0, False), "they got through"


async def test_test_message_goes_out_once_whatever_the_endpoint_wants_to_hear(desk: Desk) -> None:
    async with receiving(answer("500 Oops")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"), EventType.TASK_FAILED)
        sent = await desk.deliveries.send_test(made.endpoint.id, account_id=desk.house.account_id)
        assert (sent.status, sent.type) == (DeliveryStatus.PENDING, "endpoint.test")
        assert (await desk.deliver(), await desk.deliver()) == (1, 0)
    assert json.loads(receiver.bodies[0])["data"]["endpoint_id"] == str(made.endpoint.id)
    assert (await desk.only(made)).status is DeliveryStatus.FAILED


async def test_gone_endpoint_is_switched_off_at_once_and_others_hear_of_it(desk: Desk) -> None:
    async with receiving(answer("410 Gone")) as receiver:
        gone = await desk.register(receiver.url(host="127.0.0.1"), notify_email="developers@example.org")
        other = await desk.register("https://example.org/hook", EventType.ENDPOINT_DISABLED)
        await desk.happen()
        await desk.happen()
        await desk.deliver()
        await desk.happen()
    assert not await desk.is_open(gone)
    assert len(await desk.list_messages(gone)) == 2, "nothing more is written for it"
    [told] = [json.loads(each.body) for each in await desk.list_messages(other)]
    assert (told["type"], told["data"]["id"]) == ("endpoint.disabled", str(gone.endpoint.id))
    assert told["data"]["disabled_reason"] == "it answered 410 Gone"
    assert "secret" not in told["data"]
    async with desk.database.transaction() as session:
        rows = (await session.execute(select(NotificationRow.__table__))).mappings().all()
    mails = [to_notification(row) for row in rows]
    assert [each.channels for each in mails] == [("mailto:developers@example.org",)]
    assert str(gone.endpoint.id) in mails[0].text


async def test_nothing_but_failures_switches_it_off(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    await desk.happen()
    await desk.deliver()
    await desk.has_failed_for(timedelta(days=4, hours=23))
    await desk.deliver()
    assert await desk.is_open(made)
    await desk.has_failed_for(timedelta(days=5))
    await desk.deliver()
    assert not await desk.is_open(made)


async def test_whole_schedule_of_a_message_without_one_that_got_through_switches_it_off(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    for span, is_open in ((timedelta(hours=59), True), (timedelta(hours=61), False)):
        await desk.happen()
        await desk.deliver()
        await desk.has_failed_for(span)
        await desk.run("UPDATE webhook_messages SET attempt = :n", n=MAX_ATTEMPTS - 1)
        await desk.deliver()
        assert await desk.is_open(made) is is_open


async def test_one_that_gets_through_begins_the_count_anew(desk: Desk) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"))
        await desk.run("UPDATE webhook_endpoints SET failing_since = now() - interval '9 days', failed_at = now()")
        await desk.happen()
        await desk.deliver()
    assert (await desk.endpoints.get(made.endpoint.id, account_id=desk.house.account_id)).failing_since is None


async def test_failure_long_after_the_last_one_says_nothing(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    await desk.run(
        "UPDATE webhook_endpoints SET failing_since = now() - interval '9 days', failed_at = now() - interval '3 days'"
    )
    await desk.happen()
    await desk.deliver()
    assert await desk.is_open(made)


async def test_switched_off_endpoint_gets_nothing_until_it_is_switched_on_again(desk: Desk) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"))
        account_id = desk.house.account_id
        await desk.happen()
        off = await desk.endpoints.change(
            made.endpoint.id, {"enabled": False}, account_id=account_id, granted=OF_AN_ACCOUNT
        )
        assert (off.disabled_reason, off.disabled_at is not None) == ("switched off", True)
        await desk.deliver()
        await desk.happen()
        with pytest.raises(EndpointDisabledError):
            await desk.again_since(made)
        with pytest.raises(EndpointDisabledError):
            await desk.deliveries.send_test(made.endpoint.id, account_id=account_id)
        assert receiver.bodies == []
        on = await desk.endpoints.change(
            made.endpoint.id, {"enabled": True}, account_id=account_id, granted=OF_AN_ACCOUNT
        )
        assert (on.disabled_reason, on.disabled_at) == (None, None)
        assert await desk.again_since(made) == (1, False), "what came due meanwhile is not lost"
        await desk.deliver()
        assert len(receiver.bodies) == 1


async def test_receiver_that_is_down_is_spared_and_its_messages_lose_no_try(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    for _ in range(FAILURES + 3):
        await desk.happen()
    await desk.deliver()
    tries = [len(each.tries) for each in await desk.list_deliveries(made)]
    assert sorted(tries) == [0] * 3 + [1] * FAILURES
    spared = [each for each in await desk.list_messages(made) if each.attempt == 0]
    assert [each.status for each in spared] == [TaskStatus.RETRYING] * 3


async def test_strangers_see_no_deliveries(desk: Desk) -> None:
    made = await desk.register("http://127.0.0.1:1/hook")
    await desk.happen()
    delivery = await desk.only(made)
    stranger = await House.build(desk.house.unit_of_work)
    whose = {"endpoint_id": made.endpoint.id, "account_id": stranger.account_id}
    for asked in (desk.deliveries.get(delivery.id, **whose), desk.deliveries.send_again(delivery.id, **whose)):
        with pytest.raises(NotFoundError):
            await asked
