"""Everything that becomes of a message is in its log with its time, and endpoints hear once of what has failed."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, update

from core.clock import SystemClock
from core.delivery_report import DeliveryReport, DeliveryState
from core.domain import Repeat, TaskStatus
from core.ids import make_id
from core.letter import LetterAction, Urgency
from core.notification import NotificationFilter, NotificationStatus
from core.webhook import WebhookEndpoint
from repositories.models import TaskRow
from repositories.rows import table_of
from repositories.sealed import owned
from repositories.webhook_endpoint import NewWebhookEndpoint
from services.notification.delivery import Deliveries
from services.notification.notification_view import notification_view
from tests.integration.services.notification.mail_server import mail_server
from tests.integration.services.notification.outgoing import MAIL, Outgoing


async def add_endpoint(outgoing: Outgoing, *events: str) -> WebhookEndpoint:
    new = NewWebhookEndpoint(
        id=make_id(), account_id=outgoing.house.account_id, url="https://example.org/h", events=events, secret="sealed"
    )
    async with outgoing.house.unit_of_work() as unit:
        return await unit.webhook_endpoints.add(new)


def states(view: Mapping[str, Any]) -> Sequence[tuple[str, str | None]]:
    return [(each["state"], each["channel"]) for each in view["history"]]


async def test_log_has_every_state_and_every_try_with_its_time(outgoing: Outgoing) -> None:
    async with mail_server(at_envelope=["450 Greylisted"]) as server:
        outgoing.smtp_url = server.url
        waiting = await outgoing.deliver(await outgoing.write("tel:+442079460000", MAIL))
        view = notification_view(await outgoing.deliver(waiting))
    assert states(view) == [("queued", None), ("refused", "tel"), ("not_reached", "mailto"), ("sent", "mailto")]
    assert (view["status"], view["provider_id"]) == ("sent", f"<{waiting.id}@example.org>")
    assert view["channels"] == ["tel", "mailto"]


async def test_endpoint_hears_once_of_a_message_that_has_failed(outgoing: Outgoing) -> None:
    endpoint = await add_endpoint(outgoing)
    await add_endpoint(outgoing, "booking.created")
    message = await outgoing.write(MAIL)
    done = await outgoing.attempt(message)
    await outgoing.settle(done)
    await outgoing.settle(done)
    async with outgoing.house.unit_of_work() as unit:
        [told] = await unit.webhooks.list_of_notification(message.id)
    body = json.loads(told.body)
    assert (told.endpoint_id, told.type, body["type"]) == (endpoint.id, "notification.failed", "notification.failed")
    assert (body["data"]["id"], body["data"]["status"]) == (str(message.id), "failed")
    assert [each["state"] for each in body["data"]["history"]] == ["queued", "refused", "failed"]


async def test_what_may_have_arrived_is_not_called_failed(outgoing: Outgoing) -> None:
    await add_endpoint(outgoing)
    async with mail_server(drops=True) as server:
        outgoing.smtp_url = server.url
        message = await outgoing.deliver(await outgoing.write(MAIL, repeat=Repeat.NEVER))
    async with outgoing.house.unit_of_work() as unit:
        told = await unit.webhooks.list_of_notification(message.id)
    assert (message.outcome, told) == (NotificationStatus.UNKNOWN, [])


async def test_log_is_narrowed_to_what_channels_have_said(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        sent, arrived, lost = [await outgoing.deliver(await outgoing.write(MAIL)) for _ in range(3)]
    failed, queued = await outgoing.deliver(await outgoing.write()), await outgoing.write(MAIL)
    await outgoing.execute("UPDATE notifications SET delivered_at = now() WHERE id = :id", arrived)
    await outgoing.execute("UPDATE notifications SET undelivered_at = now() WHERE id = :id", lost)
    found: dict[str, set[object]] = {}
    async with outgoing.house.unit_of_work() as unit:
        for status in NotificationStatus:
            page = await unit.notifications.list_page(
                NotificationFilter(status=status), account_id=outgoing.house.account_id, before=None, limit=10
            )
            assert {each.outcome for each in page} <= {status}
            found[status] = {each.id for each in page}
    assert {status: ids for status, ids in found.items() if ids} == {
        "queued": {queued.id},
        "sent": {sent.id},
        "delivered": {arrived.id},
        "failed": {failed.id, lost.id},
    }


async def test_mail_shows_pages_and_answers_its_thread(outgoing: Outgoing) -> None:
    contact = await outgoing.add_contact()
    actions = (
        LetterAction(label="Answer", url="https://example.org/a/1"),
        LetterAction(label="Taken", url="https://example.org/a/2", acts=True),
    )
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        for _ in range(2):
            message = await outgoing.write(MAIL, contact=contact, actions=actions, urgency=Urgency.CRITICAL)
            await outgoing.deliver(message)
    first, second = server.letters
    assert first["References"] == first["In-Reply-To"] == second["In-Reply-To"]
    assert first["Message-ID"] != second["Message-ID"]
    assert first.get_content().splitlines() == ["Hello", "", "Answer: https://example.org/a/1"]


async def test_endpoint_hears_once_of_what_could_not_be_delivered_after_all(outgoing: Outgoing) -> None:
    await add_endpoint(outgoing)
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        sent = await outgoing.deliver(await outgoing.write(MAIL))
    assert sent.provider_id is not None
    deliveries = Deliveries(
        unit_of_work=outgoing.house.unit_of_work, clock=SystemClock(), publish=outgoing.queue.publish
    )
    report = DeliveryReport(state=DeliveryState.UNDELIVERED, channel="mailto", provider_id=sent.provider_id)
    for _ in range(2):
        await deliveries.report(sent.id, report)
    async with outgoing.house.unit_of_work() as unit:
        [told] = await unit.webhooks.list_of_notification(sent.id)
    assert (await outgoing.load(sent)).outcome is NotificationStatus.FAILED
    assert json.loads(told.body)["data"]["error"]["title"] == "The message was not delivered"


async def told_rose(outgoing: Outgoing) -> list[str]:
    async with outgoing.house.unit_of_work() as unit:
        page = await unit.notifications.list_page(
            NotificationFilter(), account_id=outgoing.house.account_id, before=None, limit=20
        )
    return [each.text for each in page if each.contact_id is None]


async def test_sender_hears_once_of_what_did_not_arrive_after_its_task_was_completed(outgoing: Outgoing) -> None:
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"channels": ["mailto:rose@x.example"]}, account_id=house.account_id)
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        sent = await outgoing.deliver(await outgoing.write(MAIL))
    assert sent.provider_id is not None
    assert sent.task_id is not None
    deliveries = Deliveries(unit_of_work=house.unit_of_work, clock=SystemClock(), publish=outgoing.queue.publish)
    report = DeliveryReport(state=DeliveryState.UNDELIVERED, channel="mailto", provider_id=sent.provider_id)
    async with outgoing.database.transaction() as session:
        await session.execute(
            update(TaskRow)
            .where(TaskRow.id == sent.task_id)
            .values(
                status=TaskStatus.COMPLETED,
                **owned(table_of(TaskRow), sent.task_id, {"result": {"summary": "Sent."}}),
                completed_at=func.now(),
                due_at=None,
            )
        )
    for _ in range(2):
        await deliveries.report(sent.id, report)
    assert await told_rose(outgoing) == [
        'Rose, your message to Anna has not arrived after all: "Hello." Please try another way, for example a telephone call.'
    ]


async def test_what_fails_while_its_task_is_open_is_said_by_the_task_alone(outgoing: Outgoing) -> None:
    house = outgoing.house
    async with house.unit_of_work() as unit:
        await unit.users.change(house.user_id, {"channels": ["mailto:rose@x.example"]}, account_id=house.account_id)
    await outgoing.settle(await outgoing.attempt(await outgoing.write(MAIL)))
    assert await told_rose(outgoing) == []
