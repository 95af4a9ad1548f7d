"""A number that anybody can enter for anybody: what comes from it is nobody's but whose it is."""

from core.config import Settings
from tests.integration.api.test_logins import as_member, join
from tests.integration.api.test_telephone import ROSE, Line, a_line, secret_in

MEDICINE = "Remind me to take my lithium every day at 8pm"
NEIGHBOUR = {"name": "Xaver", "timezone": "Europe/London", "phone": ROSE, "channels": ["mailto:m@example.org"]}


async def subjects(line: Line) -> list[str]:
    return [each["subject"] for each in (await line.home.get("/v1/reminders", user_id=line.home.user_id))["items"]]


async def test_who_enters_her_number_elsewhere_hears_nothing_that_she_writes(settings: Settings) -> None:
    async with a_line(settings) as line, line.home.neighbour() as neighbour:
        api = line.home.api
        stranger = (await neighbour.post("/v1/users", json=NEIGHBOUR)).json()["id"]
        water = {"user_id": stranger, "text": "Remind me in 1 second to drink water", "confirm": "never"}
        assert (await neighbour.post("/v1/requests", json=water, headers={"Prefer": "wait=10"})).is_success
        bob = (await api.post("/v1/users", json={"name": "Bob", "timezone": "Europe/London"})).json()["id"]
        carer = as_member(await join(api, bob, role="carer-manager", email="mallory@example.org"))
        changed = {"phone": ROSE, "channels": ["mailto:mallory@example.org"]}
        assert (await api.patch(f"/v1/users/{bob}", json=changed, headers=carer)).status_code == 200
        await line.wait_for_mails(2)  # the invitation, and the water: the stranger was told something last
        asked = await line.text(MEDICINE, sender=ROSE)
        assert len({secret_in(asked, of=each) for each in ("Rose", "Bob", "Xaver")}) == 3
        done = await line.text(secret_in(asked), sender=ROSE)
        assert "lithium" in (done or "")
        assert "paracetamol" in (await line.text("Remind me to take paracetamol every day at 9am", sender=ROSE) or "")
        assert sorted(await subjects(line)) == ["lithium", "paracetamol"]
        theirs = (await neighbour.get("/v1/tasks")).text + (await api.get("/v1/tasks", headers=carer)).text
        theirs += (await neighbour.get(f"/v1/users/{stranger}/export")).text
        assert not [each for each in ("lithium", "paracetamol") if each in theirs]
        await number_changes(line)


async def number_changes(line: Line) -> None:
    """A number that was taken away and comes back is as any that was entered."""
    for phone in ("+442079460077", ROSE):
        answer = await line.home.api.patch(f"/v1/users/{line.home.user_id}", json={"phone": phone})
        assert answer.status_code == 200
    assert secret_in(await line.text("Remind me to take a walk at 5pm", sender=ROSE))
    assert await line.text("STOP", sender=ROSE) is None
