"""Writes docs/openapi.json: `python -m api.export`, or `make openapi`."""

import json
from pathlib import Path

from pydantic import SecretStr

from api.app import create_app
from core.config import load_settings

PATH = Path(__file__).parents[1] / "docs" / "openapi.json"


def render_openapi() -> str:
    """The document as it is stored: the same whatever the settings."""
    settings = load_settings(env_file=None).model_copy(update={"secret_key": SecretStr("x" * 32)})
    document = create_app(settings).openapi()
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    PATH.write_text(render_openapi(), encoding="utf-8")
