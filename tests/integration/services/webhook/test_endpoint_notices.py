"""Who is written to when an endpoint is switched off: once a day for it, and nobody again and again."""

from collections import Counter

from sqlalchemy import select

from core.roles import OF_AN_ACCOUNT
from repositories.models import NotificationRow
from repositories.notification import to_notification
from services.webhook.endpoint_service import Registered
from tests.integration.house import House
from tests.integration.services.webhook.desk import Desk
from tests.integration.services.webhook.receiver import answer, receiving

STRANGER = "stranger@example.net"


async def count_mails(desk: Desk) -> Counter[str]:
    async with desk.database.transaction() as session:
        rows = (await session.execute(select(NotificationRow.__table__))).mappings().all()
    return Counter(to_notification(row).channels[0].removeprefix("mailto:") for row in rows)


async def switch_on(desk: Desk, made: Registered, **more: str) -> None:
    await desk.endpoints.change(
        made.endpoint.id, {"enabled": True, **more}, account_id=desk.house.account_id, granted=OF_AN_ACCOUNT
    )


async def a_day_goes_by(desk: Desk) -> None:
    await desk.run("UPDATE login_attempts SET began_at = began_at - interval '24 hours 1 minute'")


async def test_test_that_is_answered_gone_switches_off_and_writes_to_nobody(desk: Desk) -> None:
    async with receiving(answer("410 Gone")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"), notify_email=STRANGER)
        for _ in range(2):
            await desk.deliveries.send_test(made.endpoint.id, account_id=desk.house.account_id)
            await desk.deliver()
            assert not await desk.is_open(made)
            await switch_on(desk, made)
        assert await count_mails(desk) == {}
        await desk.deliveries.send_test(made.endpoint.id, account_id=desk.house.account_id)
        await desk.happen()  # together with what happened in earnest
        await desk.deliver()
    assert await count_mails(desk) == {STRANGER: 1}


async def test_endpoint_that_goes_off_again_and_again_is_written_of_once_a_day(desk: Desk) -> None:
    async with receiving(answer("410 Gone")) as receiver:
        made = await desk.register(receiver.url(host="127.0.0.1"), notify_email=STRANGER)
        for address in (STRANGER, STRANGER, "another@example.net"):
            await switch_on(desk, made, notify_email=address)
            await desk.happen()
            await desk.deliver()
            assert not await desk.is_open(made)
        assert await count_mails(desk) == {STRANGER: 1}
        await a_day_goes_by(desk)
        await switch_on(desk, made)
        await desk.happen()
        await desk.deliver()
    assert await count_mails(desk) == {STRANGER: 1, "another@example.net": 1}


async def test_nobody_is_written_to_more_than_three_times_a_day_of_whosever_endpoints(desk: Desk) -> None:
    async with receiving(answer("410 Gone")) as receiver:
        for number in range(3):
            await desk.register(receiver.url(host="127.0.0.1"), notify_email=f"Stranger+{number}@example.net")
        await desk.happen()
        await desk.deliver()
        desk.house = await House.build(desk.house.unit_of_work)  # another account
        for address in (STRANGER, "developers@example.org"):
            await desk.register(receiver.url(host="127.0.0.1"), notify_email=address)
        await desk.happen()
        await desk.deliver()
    mails = await count_mails(desk)
    assert mails.total() == 4
    assert (mails[STRANGER], mails["developers@example.org"]) == (0, 1)
