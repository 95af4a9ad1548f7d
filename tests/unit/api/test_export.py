"""The document that is stored is the one that the code makes."""

import json

from api.export import PATH, render_openapi


def test_stored_document_is_what_the_code_says() -> None:
    assert PATH.read_text(encoding="utf-8") == render_openapi(), "run `make openapi`, and look at what has changed"


def test_stored_document_is_whole() -> None:
    document = json.loads(PATH.read_text(encoding="utf-8"))
    assert document["openapi"].startswith("3.1.")
    assert {"task", "booking", "reminder", "notification", "endpoint", "test"} <= document["webhooks"].keys()
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            statuses = operation["responses"].keys()
            assert "500" in statuses or path.startswith(("/health", "/metrics", "/a/")), f"{method} {path}"
            if "security" in operation:
                assert {"401", "405", "422", "429", "500", "503"} <= statuses, f"{method} {path}"
