"""The README's example of an ability, put into a copy of this checkout as one new file, does its work over the real API.

Nothing else is changed: the copy's own processes find the file, and everything that an ability has comes from it. It is called
without the Python client: the committed one does not know the word, which is what it says.
"""

import re
import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any

import httpx2
import pytest
from grandma_client import AuthenticatedClient
from grandma_client.api.requests import parse_text
from grandma_client.models import ParseBody

from core.config import Settings
from tests.conftest import empty_redis
from tests.e2e.processes import CHECKOUT, find_free_port, running
from tests.e2e.product import new_database

ROOMS = ("api", "core", "migrations", "providers", "repositories", "services", "workers")
TOP_FILES = ("pyproject.toml", "run_server.py", "worker.py")
KEY = "a-key-for-this-test-only"
INTENT = "plant_watering"

_EXAMPLE = re.compile(r"^```python\n# (?P<path>services/\S+\.py)\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)


def read_example() -> tuple[str, str]:
    """Path and content of the one file that the README gives as an example."""
    examples = _EXAMPLE.findall((CHECKOUT / "README.md").read_text(encoding="utf-8"))
    assert len(examples) == 1
    return examples[0]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ability")


@pytest.fixture(scope="module")
def checkout(folder: Path) -> Path:
    """A copy of the product with the example in it."""
    copy = folder / "checkout"
    for room in ROOMS:
        shutil.copytree(CHECKOUT / room, copy / room)
    for name in TOP_FILES:
        shutil.copy(CHECKOUT / name, copy / name)
    path, code = read_example()
    with (copy / path).open("x", encoding="utf-8") as file:
        file.write(code)
    return copy


@pytest.fixture(scope="module")
def client(checkout: Path, folder: Path, servers: Settings, template_database: str) -> Generator[httpx2.Client]:
    """Calls the copy's API, which has a worker beside it."""
    port = find_free_port()
    base_url = f"http://127.0.0.1:{port}"
    with new_database(servers, template_database) as database_url, empty_redis(servers) as redis_url:
        environment = {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "DATA_DIR": str(folder / "data"),
            "DEV_AUTH_TOKEN": KEY,
            "PORT": str(port),
        }
        command = ["python", "-m", "run_server", "--with-worker"]
        with running(command, environment=environment, log=folder / "log", cwd=checkout) as process:
            process.wait_until_ready(base_url)
            headers = {"Authorization": f"Bearer {KEY}", "Prefer": "wait=20"}
            with httpx2.Client(base_url=base_url, headers=headers, timeout=30) as calls:
                yield calls


def test_added_ability_is_understood_and_performed(client: httpx2.Client) -> None:
    understood = post(client, "/v1/parse", text="I watered the tomatoes.")
    assert understood["intent"] == INTENT
    assert understood["details"] == {"plants": "the tomatoes"}
    assert understood["provider"] == "rules"

    [asked] = post(client, "/v1/requests", text="I watered the tomatoes.")["tasks"]
    task = wait_for_end(client, asked["id"])
    assert (task["intent"], task["status"]) == (INTENT, "completed")
    assert task["result"]["summary"] == "I've written down that you watered the tomatoes."


def test_added_ability_is_in_the_api_documents(client: httpx2.Client) -> None:
    schemas = client.get("/openapi.json").json()["components"]["schemas"]
    task = schemas["TaskAnswer"]["properties"]
    assert INTENT in task["intent"]["enum"]
    assert {"$ref": "#/components/schemas/PlantWateringDetails"} in task["details"]["anyOf"]
    assert schemas["PlantWateringDetails"]["properties"]["plants"]["description"] == "The plants, as said."


def test_missing_detail_of_added_ability_is_asked_for(client: httpx2.Client) -> None:
    [asking] = post(client, "/v1/requests", text="I've done the watering.")["tasks"]
    assert (asking["intent"], asking["status"]) == (INTENT, "needs_input")
    assert (asking["asks_for"], asking["question"]) == ("plants", "Which plants did you water?")

    post(client, f"/v1/tasks/{asking['id']}/reply", text="the ferns in the hall, dear")
    told = wait_for_end(client, asking["id"])
    assert told["result"]["summary"] == "I've written down that you watered the ferns in the hall."


def test_client_of_before_does_not_take_the_added_ability_for_another(client: httpx2.Client) -> None:
    theirs = AuthenticatedClient(base_url=str(client.base_url), token=KEY, timeout=httpx2.Timeout(30))
    with theirs, pytest.raises(TypeError, match=INTENT):
        parse_text.sync(client=theirs, body=ParseBody("I watered the tomatoes."))


async def test_without_its_file_the_ability_is_unknown(api: httpx2.AsyncClient) -> None:
    answer = await api.post("/v1/parse", json={"text": "I watered the tomatoes."})
    assert answer.json()["intent"] != INTENT


def post(client: httpx2.Client, path: str, **body: str) -> dict[str, Any]:
    answer = client.post(path, json=body)
    assert answer.is_success, answer.text
    return answer.json()


def wait_for_end(client: httpx2.Client, task_id: str) -> dict[str, Any]:
    """Follow the events of a task, a stream that ends with its life, and return the task."""
    client.get(f"/v1/tasks/{task_id}/events/stream")
    return client.get(f"/v1/tasks/{task_id}").json()
