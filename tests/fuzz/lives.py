"""The lives of resources: made, read, changed, used and removed, in whatever order the document's links allow.

What has been removed must be gone (`use_after_free`), and what was made must be there (`ensure_resource_availability`).
"""

from typing import Any

from tests.fuzz.accepted import accepted_in_lives
from tests.fuzz.bodies import JSON, examples_of
from tests.fuzz.slices import Slice

LIVES = "lives"


def slice_of_lives(document: dict[str, Any], *, walks: int, seed: int, key: str, only: str = "") -> Slice:
    """So many walks, of some fifty calls each; only through operations whose path matches this expression."""
    return Slice(
        tag=LIVES,
        document=_document_of_lives(document),
        accepted=accepted_in_lives(document),
        examples=walks,
        seed=seed,
        key=key,
        only=only,
        without="/events/stream$",  # it ends with its task alone
        phases="stateful",
        mode="positive",
        makes_up_tokens=False,
    )


def _document_of_lives(document: dict[str, Any]) -> dict[str, Any]:
    """The API's own but for what calls are made of, which is made up in the other slices.

    No parameter that may be left out is there: only where all of a call's parameters come from what was made before does
    Schemathesis say that it is not there. Bodies are those that the document gives as examples, or few lives would begin.
    """
    paths = {
        path: {method: _operation_of_lives(operation, document) for method, operation in operations.items()}
        for path, operations in document["paths"].items()
    }
    return {**document, "paths": paths}


def _operation_of_lives(operation: dict[str, Any], document: dict[str, Any]) -> dict[str, Any]:
    parameters = [each for each in operation.get("parameters", ()) if each["required"]]
    changed = {**operation, "tags": [LIVES], "parameters": parameters}
    schema = operation.get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema", {})
    if examples := examples_of(schema, document):
        changed["requestBody"] = {**operation["requestBody"], "content": {JSON: {"schema": {"enum": examples}}}}
    return changed
