"""The Python client is what docs/openapi.json says, loses nothing, and costs a program only what it uses."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import grandma_client.models
import pytest

from clients.generate import CLIENT, NOTE, digest_of_client, digest_of_sources

CHECKOUT = Path(__file__).parents[2]
SCHEMAS: dict[str, Any] = json.loads((CHECKOUT / "docs" / "openapi.json").read_bytes())["components"]["schemas"]
MODELS = {
    schema.get("title", name): schema["examples"]
    for name, schema in SCHEMAS.items()
    if schema.get("type") == "object" and "examples" in schema
}


def test_client_is_made_from_the_document_as_it_is() -> None:
    note = json.loads(NOTE.read_bytes())
    assert note["from"] == digest_of_sources(), "run `make client`, and look at what has changed"
    assert note["files"] == digest_of_client(), "clients/python is written by `make client`, never by hand"


def test_every_operation_can_be_called() -> None:
    document = json.loads((CHECKOUT / "docs" / "openapi.json").read_bytes())
    wanted = {operation["operationId"] for item in document["paths"].values() for operation in item.values()}
    assert {path.stem for path in CLIENT.glob("grandma_client/api/*/*.py")} - {"__init__"} == wanted


@pytest.mark.parametrize("name", MODELS)
def test_what_is_read_is_written_as_it_was(name: str) -> None:
    model = getattr(grandma_client.models, name)
    for example in MODELS[name]:
        assert same_instants(model.from_dict(example).to_dict()) == same_instants(example)


def test_program_loads_only_the_models_it_uses() -> None:
    source = (
        "import sys\n"
        "from grandma_client.api.requests import submit_request\n"
        "print(*(name for name in sys.modules if name.startswith('grandma_client.models.')))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", source], env={"PYTHONPATH": str(CLIENT)}, check=True, capture_output=True, text=True
    )
    assert set(ended.stdout.split()) == {
        f"grandma_client.models.{name}" for name in ("problem", "request", "submit_body")
    } | {f"grandma_client.models.{name}" for name in ("confirm_policy", "request_status")}


def same_instants(value: Any) -> str:
    """As text, with UTC spelled in one way, and no noughts behind the milliseconds."""
    return json.dumps(value, sort_keys=True).replace("+00:00", "Z").replace("000Z", "Z")
