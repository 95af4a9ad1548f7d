"""Messages to the family as processes send them: a worker that is killed while mail is on its way sends nothing twice."""

import threading
from collections import Counter
from collections.abc import Generator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from grandma_client import AuthenticatedClient
from grandma_client.api.notifications import list_notifications
from grandma_client.models import NotificationPage, NotificationStatus

from core.config import Settings
from core.domain import FINAL
from services.bulkheads import FIRST_WINDOW
from tests.e2e.calls import add_contact, add_user, expect
from tests.e2e.processes import find_free_port
from tests.e2e.product import Product, installed, wait_until

HOST = "127.0.0.1"
WISHES = 30


class SlowServer:
    """Keeps every mail at once, and says so only when it is let go."""

    def __init__(self) -> None:
        self.port = find_free_port()
        self.bodies: list[str] = []
        self._let_go = threading.Event()

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd calls it so
        del session
        self.bodies.append((envelope.original_content or b"").decode())
        await server.loop.run_in_executor(None, self._let_go.wait)
        return "250 Taken"

    def let_go(self) -> None:
        self._let_go.set()

    def count_ids(self) -> Counter[str]:
        """How often each Message-ID came."""
        lines = (line for body in self.bodies for line in body.splitlines())
        return Counter(line.partition("<")[2].partition("@")[0] for line in lines if line.startswith("Message-ID: "))


@pytest.fixture
def mail() -> Generator[SlowServer]:
    server = SlowServer()
    controller = Controller(server, hostname=HOST, port=server.port)
    controller.start()
    yield server
    server.let_go()
    controller.stop()


@pytest.fixture
def product(servers: Settings, template_database: str, tmp_path: Path, mail: SlowServer) -> Generator[Product]:
    settings = {"SMTP_URL": f"smtp://{HOST}:{mail.port}", "MAIL_FROM": "assistant@example.org"}
    with installed(servers, template_database, folder=tmp_path, **settings) as product:
        yield product


def test_worker_killed_while_mail_is_on_its_way_sends_nothing_twice(product: Product, mail: SlowServer) -> None:
    with product.client as client:
        user = add_user(client, name="Rose", timezone="UTC").id
        add_contact(client, user, name="Anna", channels=["mailto:anna@example.org"])
        for number in range(WISHES):
            product.say(client, f"Tell Anna that cake number {number} is ready.", user_id=str(user), confirm="never")
        worker = product.start("python", "-m", "worker")
        wait_until(lambda: len(mail.bodies) >= 3)
        worker.kill()
        on_their_way = set(mail.count_ids())
        mail.let_go()
        product.start("python", "-m", "worker")
        wait_until(lambda: all(task.status in FINAL | {"needs_person"} for task in product.tasks(client)))
        sent, unknown = list_ids(client, "sent"), list_ids(client, "unknown")
        states = Counter(task.status for task in product.tasks(client))
    assert set(mail.count_ids().values()) == {1}
    assert sent == set(mail.count_ids()) - on_their_way
    assert on_their_way <= unknown, "a mail that went out is never said not to have gone out"
    assert len(unknown) <= FIRST_WINDOW, "only what was on its way is in doubt"
    assert states == {"completed": len(sent), "needs_person": len(unknown)}
    assert len(sent | unknown) == WISHES


def list_ids(client: AuthenticatedClient, status: NotificationStatus) -> set[str]:
    page = list_notifications.sync(client=client, limit=200, status=status)
    return {str(each.id) for each in expect(NotificationPage, page).items}
