"""A message goes out once, by the first channel that takes it, or its end is known and told."""

import asyncio

import pytest
from sqlalchemy import text

from core.domain import Message, Repeat, TaskStatus
from core.new_notification import new_notification
from core.notification import NotificationStatus
from services.bulkheads import FIRST_WINDOW
from tests.integration.services.notification.mail_server import HOST, MailServer, mail_server
from tests.integration.services.notification.outgoing import MAIL, Outgoing, outcomes
from tests.integration.services.webhook.receiver import Receiver, answer, receiving
from tests.integration.waiting import eventually


def push(receiver: Receiver) -> str:
    return f"json://{HOST}:{receiver.port}/anna?token=secret"


async def test_message_that_is_taken_is_sent(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        sent = await outgoing.deliver(await outgoing.write(MAIL))
    assert (sent.outcome, sent.channel, sent.sending) == (NotificationStatus.SENT, "mailto", None)
    assert sent.sent_at is not None
    assert server.ids == [f"<{sent.id}@example.org>"]


async def test_channel_that_refuses_is_followed_by_the_next(outgoing: Outgoing) -> None:
    async with mail_server(at_envelope=["550 Unknown"]) as server, receiving(answer("200 OK")) as receiver:
        outgoing.smtp_url = server.url
        sent = await outgoing.deliver(await outgoing.write("tel:+442079460000", MAIL, push(receiver)))
    assert (sent.outcome, sent.channel, sent.attempt) == (NotificationStatus.SENT, "json", 1)
    assert outcomes(sent) == [("tel", "refused"), ("mailto", "refused")]
    assert sent.tried[0]["reason"] == "No telephone service is set up here."


async def test_message_that_all_refuse_has_failed(outgoing: Outgoing) -> None:
    failed = await outgoing.deliver(await outgoing.write("tel:+442079460000", MAIL))
    assert failed.outcome is NotificationStatus.FAILED
    assert failed.error is not None
    assert failed.error.detail == "Mail can't be sent from here: SMTP_URL is not set."
    assert outcomes(failed) == [("tel", "refused"), ("mailto", "refused")]


async def test_message_to_somebody_without_a_channel_has_failed(outgoing: Outgoing) -> None:
    failed = await outgoing.deliver(await outgoing.write())
    assert failed.error is not None
    assert (failed.outcome, failed.error.detail) == (NotificationStatus.FAILED, "There is no way to reach Anna.")


async def test_server_that_asks_for_patience_is_asked_again(outgoing: Outgoing) -> None:
    async with mail_server(at_envelope=["450 Greylisted"]) as server:
        outgoing.smtp_url = server.url
        waiting = await outgoing.deliver(await outgoing.write(MAIL))
        sent = await outgoing.deliver(waiting)
    assert (waiting.status, waiting.sending) == (TaskStatus.RETRYING, None)
    assert (sent.outcome, sent.attempt, len(server.letters)) == (NotificationStatus.SENT, 2, 1)


async def test_channel_that_stays_away_gives_way_to_the_next(outgoing: Outgoing) -> None:
    async with mail_server() as gone:
        outgoing.smtp_url = gone.url
    async with receiving(answer("200 OK")) as receiver:
        message = await outgoing.write(MAIL, push(receiver))
        for _ in range(3):
            message = await outgoing.deliver(message)
    assert (message.outcome, message.channel) == (NotificationStatus.SENT, "json")
    assert outcomes(message) == [("mailto", "not_reached")] * 3


async def test_channel_that_stays_away_is_given_up_at_last(outgoing: Outgoing) -> None:
    async with mail_server() as gone:
        outgoing.smtp_url = gone.url
    message = await outgoing.write(MAIL)
    while message.outcome is NotificationStatus.QUEUED:
        message = await outgoing.deliver(message)
    assert (message.outcome, message.attempt) == (NotificationStatus.FAILED, message.max_attempts)


@pytest.mark.parametrize("fault", ["drops", "hangs"])
async def test_message_that_must_not_repeat_needs_a_person_where_nobody_knows(outgoing: Outgoing, fault: str) -> None:
    async with (
        mail_server(drops=fault == "drops", hangs=fault == "hangs") as server,
        receiving(answer("200 OK")) as receiver,
    ):
        outgoing.smtp_url = server.url
        unsure = await outgoing.deliver(await outgoing.write(MAIL, push(receiver)))
    assert (unsure.outcome, outcomes(unsure)) == (NotificationStatus.UNKNOWN, [("mailto", "unknown")])
    assert (len(server.letters), receiver.connections) == (1, 0)


async def test_message_that_may_repeat_goes_out_again_under_its_id(outgoing: Outgoing) -> None:
    async with mail_server(drops=True) as server:
        outgoing.smtp_url = server.url
        unsure = await outgoing.deliver(await outgoing.write(MAIL, repeat=Repeat.SAME_ID))
        server.drops = False
        sent = await outgoing.deliver(unsure)
    assert (unsure.status, sent.outcome) == (TaskStatus.RETRYING, NotificationStatus.SENT)
    assert server.ids == [f"<{sent.id}@example.org>"] * 2


async def test_worker_lost_after_sending_leaves_a_doubt_and_no_second_mail(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        assert await outgoing.attempt(message) is not None  # and never settled
        await outgoing.lose_lease(message)
        unsure = await outgoing.deliver(message)
    assert (unsure.outcome, len(server.letters)) == (NotificationStatus.UNKNOWN, 1)


async def test_worker_lost_after_sending_repeats_what_may_repeat(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL, repeat=Repeat.SAME_ID)
        await outgoing.attempt(message)
        await outgoing.lose_lease(message)
        sent = await outgoing.deliver(message)
    assert (sent.outcome, server.ids) == (NotificationStatus.SENT, [f"<{sent.id}@example.org>"] * 2)


async def test_worker_lost_before_sending_costs_nothing(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        await outgoing.claim(message)
        await outgoing.lose_lease(message)
        sent = await outgoing.deliver(message)
    assert (sent.outcome, len(server.letters)) == (NotificationStatus.SENT, 1)


async def test_worker_that_lost_its_lease_sends_nothing(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        stale = await outgoing.claim(message)
        await outgoing.lose_lease(message)
        assert await outgoing.work.run(outgoing.service.kind, stale) is None
        assert server.letters == []


async def test_zombie_that_wakes_up_settles_nothing(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        done = await outgoing.attempt(message)
        await outgoing.lose_lease(message)
        unsure = await outgoing.deliver(message)
        await outgoing.settle(done)
    assert (await outgoing.load(message)).outcome is unsure.outcome is NotificationStatus.UNKNOWN


async def test_message_that_took_its_workers_down_while_sending_needs_a_person(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        await outgoing.attempt(message)
        await outgoing.execute(
            f"UPDATE notifications SET lost_leases = {message.most_lost_leases - 1} WHERE id = :id", message
        )
        await outgoing.lose_lease(message)
    assert (await outgoing.load(message)).outcome is NotificationStatus.UNKNOWN


async def test_contact_who_no_longer_agrees_is_not_told(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        await outgoing.execute("UPDATE contacts SET consented_at = NULL", message)
        failed = await outgoing.deliver(message)
    assert (failed.outcome, server.letters) == (NotificationStatus.FAILED, [])


async def test_contact_who_was_removed_is_not_told(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        message = await outgoing.write(MAIL)
        await outgoing.execute("DELETE FROM contacts", message)
        failed = await outgoing.deliver(message)
    assert (failed.outcome, server.letters) == (NotificationStatus.FAILED, [])


async def test_task_is_woken_by_the_last_of_its_messages(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        first = await outgoing.write(MAIL)
        task = await outgoing.load_task(first)
        second = await outgoing.write("tel:1", task=task)
        await outgoing.deliver(first)
        between = await outgoing.count_rings()
        await outgoing.deliver(second)
    assert (between, await outgoing.count_rings()) == (0, 1)


@pytest.mark.parametrize("number", range(5))
async def test_messages_that_end_at_once_wake_their_task_once(outgoing: Outgoing, number: int) -> None:
    del number
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        first = await outgoing.write(MAIL)
        task = await outgoing.load_task(first)
        others = [await outgoing.write(MAIL, task=task) for _ in range(3)]
        done = [await outgoing.attempt(each) for each in (first, *others)]
        await asyncio.gather(*(outgoing.settle(each) for each in done))
    assert await outgoing.count_rings() == 1


async def test_message_that_needs_a_person_wakes_its_task_too(outgoing: Outgoing) -> None:
    async with mail_server(drops=True) as server:
        outgoing.smtp_url = server.url
        await outgoing.deliver(await outgoing.write(MAIL))
    assert await outgoing.count_rings() == 1


async def test_cancelled_messages_are_not_sent(outgoing: Outgoing) -> None:
    message = await outgoing.write(MAIL)
    assert message.task_id is not None
    async with outgoing.house.unit_of_work() as unit:
        assert await unit.notifications.cancel_of_task(message.task_id)
    assert (await outgoing.load(message)).outcome is NotificationStatus.CANCELLED


async def test_messages_of_which_one_is_sent_can_not_be_cancelled(outgoing: Outgoing) -> None:
    async with mail_server() as server:
        outgoing.smtp_url = server.url
        sent = await outgoing.write(MAIL)
        other = await outgoing.write(MAIL, task=await outgoing.load_task(sent))
        await outgoing.deliver(sent)
    assert sent.task_id is not None
    async with outgoing.house.unit_of_work() as unit:
        assert not await unit.notifications.cancel_of_task(sent.task_id)
    assert (await outgoing.load(other)).outcome is NotificationStatus.QUEUED


async def test_messages_that_were_not_reached_yet_can_be_cancelled(outgoing: Outgoing) -> None:
    async with mail_server(at_envelope=["450 Later"]) as server:
        outgoing.smtp_url = server.url
        waiting = await outgoing.deliver(await outgoing.write(MAIL))
    assert waiting.task_id is not None
    async with outgoing.house.unit_of_work() as unit:
        assert await unit.notifications.cancel_of_task(waiting.task_id)
    assert (await outgoing.load(waiting)).outcome is NotificationStatus.CANCELLED


async def test_mail_server_that_hangs_holds_up_nobody_else(outgoing: Outgoing) -> None:
    async with mail_server(hangs=True) as server, receiving(answer("200 OK")) as receiver:
        outgoing.smtp_url, outgoing.mail_seconds = server.url, 10.0
        claimed = [await outgoing.claim(await outgoing.write(MAIL)) for _ in range(FIRST_WINDOW + 1)]
        service = outgoing.service
        hanging = [asyncio.create_task(service.perform(each)) for each in claimed[:-1]]
        await eventually(lambda: has_letters(server, FIRST_WINDOW))
        crowded = await service.perform(claimed[-1])
        pushed = await service.perform(await outgoing.claim(await outgoing.write(push(receiver))))
        server.over.set()
        await asyncio.gather(*hanging)
    assert (crowded.settlement.status, crowded.settlement.keeps_attempt) == (TaskStatus.RETRYING, False)
    assert pushed.settlement.status is TaskStatus.COMPLETED


@pytest.mark.parametrize("refuses", [False, True])
async def test_message_does_not_wait_for_a_channel_that_hangs_where_another_one_takes_it(
    outgoing: Outgoing, monkeypatch: pytest.MonkeyPatch, *, refuses: bool
) -> None:
    monkeypatch.setattr("services.bulkheads.SILENT_AFTER_SECONDS", 0)
    reply = answer("403 No" if refuses else "200 OK")
    async with mail_server(hangs=True) as server, receiving(reply) as receiver:
        outgoing.smtp_url, outgoing.mail_seconds = server.url, 10.0
        claimed = [await outgoing.claim(await outgoing.write(MAIL)) for _ in range(FIRST_WINDOW)]
        service = outgoing.service
        hanging = [asyncio.create_task(service.perform(each)) for each in claimed]
        await eventually(lambda: has_letters(server, FIRST_WINDOW))
        done = await service.perform(await outgoing.claim(await outgoing.write(MAIL, push(receiver))))
        server.over.set()
        await asyncio.gather(*hanging)
    assert done.extra is not None
    channel = done.extra.sent and done.extra.sent.channel
    assert (done.settlement.status, done.settlement.keeps_attempt, channel) == (
        (TaskStatus.RETRYING, False, None) if refuses else (TaskStatus.COMPLETED, True, "json")
    )


async def has_letters(server: MailServer, count: int) -> bool:
    return len(server.letters) == count


async def test_message_to_a_contact_who_was_just_removed_ends_the_task_honestly(outgoing: Outgoing) -> None:
    anna = await outgoing.add_contact()
    async with outgoing.house.unit_of_work() as unit:
        await unit.contacts.remove(anna.id, user_id=anna.user_id, account_id=anna.account_id)
    message = await outgoing.deliver(await outgoing.write(MAIL, contact=anna))
    assert (message.status, message.contact_id) == (TaskStatus.FAILED, None)
    assert message.error is not None
    assert message.error.detail == "Whom this was for is no longer among your contacts."
    assert await outgoing.count_rings() == 1


async def test_contact_who_is_being_removed_is_waited_for(outgoing: Outgoing) -> None:
    anna = await outgoing.add_contact()
    task = await outgoing.waiting_task()

    async def is_waiting() -> bool:
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        async with outgoing.database.transaction() as session:
            return bool(await session.scalar(text(waiting)))

    async with outgoing.house.unit_of_work() as unit:
        await unit.contacts.remove(anna.id, user_id=anna.user_id, account_id=anna.account_id)
        writing = asyncio.create_task(outgoing.write(MAIL, contact=anna, task=task))
        await eventually(is_waiting)
    assert (await writing).contact_id is None


async def test_nobody_who_was_just_removed_is_told_unasked(outgoing: Outgoing) -> None:
    anna = await outgoing.add_contact()
    missed = Message(
        key="missed",
        to="Anna",
        contact_id=anna.id,
        channels=(MAIL,),
        subject="Hi",
        text="Hello",
        topic="missed",
        repeat=Repeat.NEVER,
    )
    new = new_notification(missed, account_id=anna.account_id, user_id=anna.user_id)
    async with outgoing.house.unit_of_work() as unit:
        await unit.contacts.remove(anna.id, user_id=anna.user_id, account_id=anna.account_id)
        assert await unit.notifications.add_many([new]) == []
