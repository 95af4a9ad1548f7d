"""Holds every answer of the API against its own OpenAPI document."""

import re
from typing import Any

import httpx2
from jsonschema import Draft202012Validator, FormatChecker

PROBLEM = "application/problem+json"
PAGES_FOR_PEOPLE = ("/a/", "/v1/inbound/consent/")
"""Behind signed links there are pages, also where something is wrong."""
SHOWN = {
    *("allow", "etag", "idempotent-replayed", "location", "link", "preference-applied"),
    *("ratelimit", "ratelimit-policy", "retry-after", "www-authenticate"),
}
"""What must be documented where it is sent."""


class Promises:
    """The OpenAPI document, as a hook that fails the test where an answer breaks it."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._paths = [(_to_pattern(path), operations) for path, operations in document["paths"].items()]

    def conforms(self, value: object, schema: dict[str, Any]) -> None:
        """Raises jsonschema's ValidationError where a value is not as the schema says."""
        whole = {**schema, "components": self._document["components"]}
        Draft202012Validator(whole, format_checker=FormatChecker()).validate(value)  # pyright: ignore[reportUnknownMemberType] - untyped in jsonschema

    def read(self, value: dict[str, Any]) -> dict[str, Any]:
        """What a reference to a component leads to, or the value itself."""
        if "$ref" not in value:
            return value
        _, _, kind, name = value["$ref"].split("/")
        return self._document["components"][kind][name]

    async def check(self, response: httpx2.Response) -> None:
        """Compare status, content type and body with what is documented for this call."""
        assert response.headers["X-Request-ID"]
        operation = self._find(response.request)
        if operation is not None:
            assert str(response.status_code) in operation["responses"], f"{response.status_code} is not documented"
            self._check_headers(
                response, self.read(operation["responses"][str(response.status_code)]).get("headers", {})
            )
        media_type = response.headers.get("content-type", "").partition(";")[0]
        for_browsers_only = "Access-Control-Request-Method" in response.request.headers
        if response.request.method == "HEAD" or media_type == "text/event-stream" or for_browsers_only:
            return
        await response.aread()
        if response.is_error and operation is None and not response.request.url.path.startswith(PAGES_FOR_PEOPLE):
            self._check_problem(response, media_type)
        elif operation is not None and response.status_code not in {204, 304}:
            content = self.read(operation["responses"][str(response.status_code)]).get("content")
            if content is None:
                assert not response.content, f"{response.status_code} is documented to say nothing"
                return
            assert media_type in content, f"{media_type} is not documented for {response.status_code}"
            self._check_body(response, media_type, content)

    def _check_headers(self, response: httpx2.Response, documented: dict[str, Any]) -> None:
        for name, header in documented.items():
            schema = self.read(header)["schema"]
            value = response.headers.get(name)
            assert value is not None or not self.read(header)["required"], f"{name} is missing"
            if value is not None:
                self.conforms(int(value) if schema["type"] == "integer" else value, schema)
        for name in SHOWN & response.headers.keys():
            assert name in {each.lower() for each in documented}, f"{name} is not documented for {response.status_code}"

    def _check_body(self, response: httpx2.Response, media_type: str, content: dict[str, Any]) -> None:
        if media_type == PROBLEM:
            self._check_problem(response, media_type)
        elif "schema" in content[media_type]:
            said = response.text if media_type == "text/html" else response.json()
            self.conforms(said, content[media_type]["schema"])

    def _check_problem(self, response: httpx2.Response, media_type: str) -> None:
        assert media_type == PROBLEM
        problem = response.json()
        self.conforms(problem, {"$ref": "#/components/schemas/Problem"})
        assert problem["status"] == response.status_code
        assert problem["instance"] == response.request.url.path
        assert "Traceback" not in response.text

    def _find(self, request: httpx2.Request) -> dict[str, Any] | None:
        for pattern, operations in self._paths:
            if pattern.fullmatch(request.url.path):
                return operations.get(request.method.lower())
        return None


def assert_problem(answer: httpx2.Response, status: int, kind: str) -> None:
    """The answer is a problem of this status and kind, said in a sentence for people."""
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"urn:grandma:problem:{kind}")
    sentence = problem["detail"]
    assert sentence[-1] in ".?…", "a problem says its detail in a sentence"
    assert "Input should" not in sentence, "words of the validator are not for people"


def _to_pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path)))
