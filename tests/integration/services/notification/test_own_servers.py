"""Push servers of people's own as their users see them: Gotify, Signal, Matrix, and plain JSON."""

import json
from collections.abc import AsyncGenerator

import pytest

from core.letter import LetterAction, Urgency
from services.notification.adapters.http import ChannelClient
from services.notification.ports import (
    Channel,
    ChannelNotReachedError,
    ChannelRefusedError,
    ChannelUnknownError,
    Letter,
)
from services.outgoing_channels import make_own_servers
from tests.integration.services.notification.kits import http_client
from tests.integration.services.webhook.receiver import answer, receiving
from tests.outside.loopback import LoopbackServer, Trouble, running
from tests.outside.own_servers import PASSWORD, ROOM, TOKEN, USER, GotifyServer, MatrixServer, SignalServer

PAGE = LetterAction(label="Answer", url="https://grandma.example.org/a/0")
LETTER = Letter(recipient="Anna", subject="A message", text="Hello\nZoë 😀", urgency=Urgency.HIGH, actions=(PAGE,))
TEXT = "Hello\nZoë 😀\n\nAnswer: https://grandma.example.org/a/0"


@pytest.fixture
async def client() -> AsyncGenerator[ChannelClient]:
    async with http_client(seconds=5) as made:
        yield made


async def send(client: ChannelClient, address: str, *, key: str = "key", letter: Letter = LETTER) -> str | None:
    async def begin() -> None:
        """Nothing is in the way."""

    channel: Channel = make_own_servers(client)[address.partition(":")[0]]
    return (await channel.send(letter, address, key=key, begin=begin)).provider_id


def place(server: LoopbackServer) -> str:
    return server.url.removeprefix("http://")


@pytest.mark.parametrize("path", ["", "/push"])
async def test_gotify_shows_the_letter_as_urgent_as_it_is(client: ChannelClient, path: str) -> None:
    async with running(GotifyServer()) as server:
        given = await send(client, f"gotify://{place(server)}{path}/{TOKEN}")
    assert (server.messages, given) == ([{"title": "A message", "message": TEXT, "priority": 8}], "1")


@pytest.mark.parametrize(
    ("behind", "told"),
    [
        ("/+442079460000/+442079460001", ["+442079460001"]),
        ("/442079460000/%2B44%20(20)%207946-0001/@abc=", ["+442079460001", "group.abc="]),
        ("/+442079460000", ["+442079460000"]),
        ("/group.abc=?from=%2B442079460000&to=%2B442079460001", ["group.abc=", "+442079460001"]),
    ],
)
async def test_signal_tells_numbers_and_groups_in_one_call(client: ChannelClient, behind: str, told: list[str]) -> None:
    async with running(SignalServer()) as server:
        server.is_closed = True
        await send(client, f"signal://{USER}:pa%3Ass@{place(server)}{behind}")
    [said] = server.messages
    assert (said["message"], said["number"], said["recipients"]) == (f"A message\n{TEXT}", "+442079460000", told)


@pytest.mark.parametrize("login", [f"{TOKEN}@", f"{USER}:pa%3Ass@"])
@pytest.mark.parametrize("room", [ROOM, "#kitchen:home.example", "%23kitchen:home.example", "kitchen:home.example"])
async def test_matrix_says_it_in_the_room(client: ChannelClient, login: str, room: str) -> None:
    assert PASSWORD == "pa:ss"
    async with running(MatrixServer()) as server:
        given = await send(client, f"matrix://{login}{place(server)}/{room}")
    assert (list(server.messages.values()), given) == ([{"msgtype": "m.text", "body": f"A message\n{TEXT}"}], "$1")
    assert server.tokens == {TOKEN}, "a login for one message ends with it"


async def test_matrix_alias_is_of_the_server_that_knows_the_user(client: ChannelClient) -> None:
    async with running(MatrixServer()) as server:
        await send(client, f"matrix://{USER}:pa%3Ass@{place(server)}/#kitchen")
    assert len(server.messages) == 1


async def test_matrix_shows_a_letter_that_is_sent_again_once(client: ChannelClient) -> None:
    async with running(MatrixServer()) as server:
        for key in ("first", "first", "second"):
            await send(client, f"matrix://{place(server)}/{ROOM}?token={TOKEN}", key=key)
    assert len(server.messages) == 2
    assert server.count("join") == 1, "who is in the room joins no more"


async def test_nothing_is_said_in_plain_words_in_an_encrypted_room(client: ChannelClient) -> None:
    async with running(MatrixServer()) as server:
        server.is_encrypted = True
        with pytest.raises(ChannelRefusedError, match="encrypted"):
            await send(client, f"matrix://{TOKEN}@{place(server)}/{ROOM}")
    assert server.messages == {}


@pytest.mark.parametrize("step", ["login", "directory", "join", "GET"])
@pytest.mark.parametrize("trouble", [Trouble.BREAKS_OFF_AFTER, Trouble.ERROR_BEFORE, Trouble.AWAY])
async def test_matrix_that_breaks_off_before_the_message_may_be_tried_again(
    client: ChannelClient, step: str, trouble: Trouble
) -> None:
    async with running(MatrixServer()) as server:
        server.trouble(step, trouble)
        address = f"matrix://{USER}:pa%3Ass@{place(server)}/#kitchen"
        with pytest.raises(ChannelNotReachedError):
            await send(client, address)
        assert server.messages == {}
        await send(client, address)
    assert len(server.messages) == 1


async def test_matrix_whose_logging_out_fails_has_the_message_all_the_same(client: ChannelClient) -> None:
    async with running(MatrixServer()) as server:
        server.trouble("logout", Trouble.ERROR_BEFORE)
        await send(client, f"matrix://{USER}:pa%3Ass@{place(server)}/{ROOM}")
    assert len(server.messages) == 1


async def test_matrix_with_a_wrong_password_refuses(client: ChannelClient) -> None:
    async with running(MatrixServer()) as server:
        with pytest.raises(ChannelRefusedError, match="403"):
            await send(client, f"matrix://{USER}:wrong@{place(server)}/{ROOM}")


async def test_json_has_the_fields_that_receivers_know(client: ChannelClient) -> None:
    async with receiving(answer("204 No Content")) as receiver:
        asked = "?-token=a%26b&:room=kitchen&:title=other&method=PUT&format=markdown"
        await send(client, f"json://{USER}:pa%3Ass@127.0.0.1:{receiver.port}/a%2Fb/c{asked}")
    assert receiver.heads[0].startswith("post /a%2fb/c?token=a%26b http")
    assert "authorization: basic yw5uytpwytpzcw==" in receiver.heads[0]
    assert json.loads(receiver.bodies[0]) == {
        "version": "1.0",
        "title": "A message",
        "message": TEXT,
        "attachments": [],
        "type": "info",
        "room": "kitchen",
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("404 Not Found", ChannelRefusedError),
        ("302 Found", ChannelRefusedError),
        ("429 Too Many", ChannelNotReachedError),
        ("500 Oops", ChannelUnknownError),
        ("503 Later", ChannelNotReachedError),
    ],
)
async def test_answer_decides_what_may_be_done_next(
    client: ChannelClient, status: str, expected: type[Exception]
) -> None:
    async with receiving(answer(status)) as receiver:
        with pytest.raises(expected):
            await send(client, f"json://127.0.0.1:{receiver.port}/")
    assert len(receiver.bodies) == 1


@pytest.mark.parametrize(
    "address",
    [
        "json://",
        "json://[::1/x",
        "json://host.example:port/",
        "ntfy://tk_a%0d%0aX-Other%3A%201@host.example/topic",
        "matrix://a%0d%0aX-Other%3A%201@host.example/!room:x",
        "gotify://host.example",
        "gotify://host.example/a%0d%0aX-Other:%201",
        "signal://host.example/anna",
        "signal://host.example/+442079460000/anna",
        "matrix://host.example/!room:x",
        "matrix://token@host.example",
        "matrix://token@host.example/!room:x/!other:x",
        "matrix://token@host.example/@anna:x",
        "matrix://token@host.example/!room:x?mode=slack",
    ],
)
async def test_address_that_says_too_little_or_too_much_is_refused(client: ChannelClient, address: str) -> None:
    with pytest.raises(ChannelRefusedError, match="address of this channel"):
        await send(client, address)
