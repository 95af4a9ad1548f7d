"""`make client`: writes the Python client from docs/openapi.json, and notes what it was made from.

The generator runs from `.venv-client`. Three things are done around it. It can't choose among shapes by a field that stands
beside them, as `intent` does for `details`: it would take the first and lose what that one lacks, so it is told that details are
open. It sends files only where a body is called binary, as OpenAPI 3.0 had it, so tables are. And its templates name httpx; the
client is over httpx2, which is the same by another name.
"""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CLIENT = HERE / "python"
NOTE = CLIENT / "generated.json"
_CHECKOUT = HERE.parent
_DOCUMENT = _CHECKOUT / "docs" / "openapi.json"
_ENVIRONMENT = _CHECKOUT / ".venv-client"


def main() -> None:
    """Write everything below clients/python anew."""
    shutil.rmtree(CLIENT, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix="grandma-client-") as folder:
        document = Path(folder) / "openapi.json"
        document.write_text(json.dumps(_readable(json.loads(_DOCUMENT.read_bytes()))), encoding="utf-8")
        _generate(document)
    for path in CLIENT.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        path.write_text(_over_httpx2(source), encoding="utf-8")
    note = {"generator": _version_of_generator(), "from": digest_of_sources(), "files": digest_of_client()}
    NOTE.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")


def digest_of_sources() -> str:
    """What the client is made from: the API's document and the templates."""
    return _digest([_DOCUMENT, HERE / "config.yaml", *sorted((HERE / "templates").iterdir())])


def digest_of_client() -> str:
    """What was written."""
    written = (path for path in CLIENT.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return _digest(sorted(path for path in written if path != NOTE))


def _digest(paths: list[Path]) -> str:
    sums = (
        f"{path.relative_to(_CHECKOUT).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}" for path in paths
    )
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()


def _readable(document: dict[str, Any]) -> dict[str, Any]:
    for schema in document["components"]["schemas"].values():
        properties = schema.get("properties", {})
        if {"intent", "details"} <= properties.keys():
            properties["details"] = {
                "title": "Details",
                "type": "object",
                "additionalProperties": True,
                "description": properties["details"]["description"],
            }
    for operations in document["paths"].values():
        for operation in operations.values():
            table = operation.get("requestBody", {}).get("content", {}).get("text/csv")
            if table is not None:
                table["schema"]["format"] = "binary"
    return document


def _generate(document: Path) -> None:
    scripts = _ENVIRONMENT / "bin"
    command = [
        *(str(scripts / "openapi-python-client"), "generate", "--path", str(document), "--meta", "uv", "--overwrite"),
        *("--config", str(HERE / "config.yaml"), "--custom-template-path", str(HERE / "templates")),
        *("--output-path", str(CLIENT), "--fail-on-warning"),
    ]
    subprocess.run(command, check=True, env={"PATH": f"{scripts.resolve()}:/usr/bin:/bin", "LANG": "C.UTF-8"})


def _over_httpx2(source: str) -> str:
    return re.sub(r"\bhttpx\b", "httpx2", source)


def _version_of_generator() -> str:
    [packages] = _ENVIRONMENT.glob("lib/*/site-packages")
    return next(_versions(str(packages)))


def _versions(packages: str) -> Iterator[str]:
    for each in distributions(path=[packages]):
        if each.name == "openapi-python-client":
            yield each.version


if __name__ == "__main__":
    main()
