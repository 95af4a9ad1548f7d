"""Malformed bodies for every route that takes one: broken JSON, broken Unicode, wrong shapes, each made of what would be right."""

import json
import random
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

JSON = "application/json"
_ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        -1,
        0,
        10**400,
        2**63,
        -(2**63) - 1,
        1e308,
        -0.0,
        0.1,
        "",
        " ",
        "\0",
        "a\0b",
        "\ud800",
        "\udfff\ud800",
    ),
    *(
        "\u202e",
        "\ufeff",
        "\ufffe",
        "𝔊",
        "e\u0301" * 50,
        "a" * 5_000,
        "\n" * 300,
        [],
        {},
        [None],
        [[]],
        {"": None},
        ["a"] * 500,
    ),
    *(
        "9999-99-99",
        "0000-00-00T00:00:00Z",
        "10000-01-01T00:00:00Z",
        "2026-11-21T09:00:60Z",
        "24:00",
        "-infinity",
        "NaN",
    ),
    *(
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
        "Europe/Atlantis",
        "../../etc/localtime",
        "\\",
        "%00",
        "%s%n",
    ),
    *(
        {"$ref": "#"},
        {"__proto__": {"a": 1}},
        {"": {"": {"": ""}}},
        {"a": [[[[[[[[[[[[1]]]]]]]]]]]]},
        "'; DROP TABLE x;--",
    ),
    *(
        "http://[::1",
        "http://a b/",
        "https://\udc00.example/",
        "tel:",
        "mailto:",
        "FREQ=SECONDLY",
        "FREQ=DAILY;COUNT=999999999",
    ),
)
_NO_TYPES = (
    "",
    "x",
    "text/plain",
    "application/xml",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "application/jsonp",
)
_CHARSETS = ("utf-7", "utf-16", "latin-1", "nothing", "'\"")


@dataclass(frozen=True, slots=True)
class Route:
    """An operation that takes a body, with what would be right for it."""

    method: str
    path: str
    examples: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A body with its headers; `chunks` come one after the other, without a length."""

    kind: str
    chunks: Sequence[bytes]
    headers: Mapping[str, str]

    @property
    def content(self) -> bytes | AsyncGenerator[bytes]:
        """As the client takes it."""
        return self.chunks[0] if len(self.chunks) == 1 else self._send()

    async def _send(self) -> AsyncGenerator[bytes]:
        for each in self.chunks:
            yield each


def find_routes(document: dict[str, Any]) -> list[Route]:
    """Every operation of an OpenAPI document that takes a body in JSON."""
    return [
        Route(method.upper(), path, examples_of(operation["requestBody"]["content"][JSON]["schema"], document))
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if "requestBody" in operation
    ]


def examples_of(schema: dict[str, Any], document: dict[str, Any]) -> list[Any]:
    """What the document itself shows of a schema."""
    if "$ref" in schema:
        return examples_of(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]], document)
    return schema.get("examples") or [each for one in schema.get("anyOf", ()) for each in examples_of(one, document)]


def malform(route: Route, chance: random.Random) -> Attempt:
    """The next body for a route."""
    kind = chance.choice(list(_KINDS))
    right = json.loads(json.dumps(chance.choice(route.examples)))
    body = _KINDS[kind](right, chance)
    headers = {"Content-Type": JSON}
    if kind == "wrong type":
        headers = {"Content-Type": chance.choice(_NO_TYPES)}
    elif kind == "charset":
        headers = {"Content-Type": f"{JSON}; charset={chance.choice(_CHARSETS)}"}
    elif kind == "encoded":
        headers["Content-Encoding"] = chance.choice(["gzip", "br", "deflate", "x"])
    chunks = list(_cut(body, chance)) if kind == "chunked" else [body]
    return Attempt(kind, chunks, headers)


def _cut(body: bytes, chance: random.Random) -> Iterator[bytes]:
    """Into pieces, through the middle of characters too, some of them empty."""
    at = 0
    while at < len(body):
        length = chance.randint(0, 40)
        yield body[at : at + length]
        at += length
    yield b""


def _with_odd_values(right: Any, chance: random.Random) -> bytes:
    """Some values, anywhere in it, are something else; some fields are new."""
    for _ in range(chance.randint(1, 3)):
        right = _with_odd_value(right, chance)
    return json.dumps(right).encode()


def _with_odd_value(value: Any, chance: random.Random) -> Any:
    fields = _fields(value)
    if fields and chance.random() < 0.9:
        name = chance.choice([*fields, *fields, "extra", "\ud800", ""])
        return {**fields, name: _with_odd_value(fields.get(name), chance)}
    if isinstance(value, list) and value and chance.random() < 0.8:
        items = cast("list[Any]", value)
        at = chance.randrange(len(items))
        return [*items[:at], _with_odd_value(items[at], chance), *items[at + 1 :]]
    return chance.choice(_ODD)


def _fields(value: Any) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _cut_short(right: Any, chance: random.Random) -> bytes:
    body = json.dumps(right).encode()
    return body[: chance.randrange(len(body) or 1)]


def _with_odd_bytes(right: Any, chance: random.Random) -> bytes:
    body = json.dumps(right, ensure_ascii=False).encode()
    at = chance.randrange(len(body) or 1)
    return body[:at] + chance.randbytes(chance.randint(1, 4)) + body[at:]


def _with_mark(right: Any, chance: random.Random) -> bytes:
    return (
        chance.choice([b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0", b" \t\r\n", b"\x0b"])
        + json.dumps(right).encode()
    )


def _in_other_encoding(right: Any, chance: random.Random) -> bytes:
    encoding = chance.choice(["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7", "latin-1", "cp500"])
    return json.dumps(right, ensure_ascii=False).encode(encoding, errors="replace")


def _with_doubles(right: Any, chance: random.Random) -> bytes:
    """Names that come twice, the second time with another value."""
    twice = [*_fields(right).items(), *((name, chance.choice(_ODD)) for name in _fields(right))]
    return ("{" + ",".join(f"{json.dumps(name)}:{json.dumps(value)}" for name, value in twice) + "}").encode()


def _with_no_json(right: Any, chance: random.Random) -> bytes:
    """What other languages would read: numbers that are none, comments, commas at the end, single quotes, no braces."""
    literals = [
        "NaN",
        "-Infinity",
        "Infinity",
        "1e999999",
        "9" * 5_000,
        "-" + "1" * 4_400,
        "0x1F",
        "01",
        "+1",
        ".5",
        "undefined",
    ]
    name = next(iter(_fields(right)), "a")
    body = json.dumps(right)
    literal = chance.choice(literals)
    return chance.choice(
        [
            f"{{{json.dumps(name)}: {literal}}}",
            literal,
            body[:-1] + ",}",
            f"// {body}\n{body}",
            body.replace('"', "'"),
            f"{body}{body}",
            f"{body}\0",
            "",
            "null",
            '"\\u00"',
            '"\\x41"',
            "[1,]",
            '{"a"}',
        ]
    ).encode()


def _nested(right: Any, chance: random.Random) -> bytes:
    depth = chance.choice([11, 100, 2_000, 20_000])
    name = next(iter(_fields(right)), "a")
    opened, closed = chance.choice([("[", "]"), ('{"a":', "}"), (f"{{{json.dumps(name)}:", "}")])
    whole = f"{{{json.dumps(name)}:{opened * depth}1{closed * depth}}}"
    return (whole if chance.random() < 0.7 else opened * depth).encode()


def _too_long(right: Any, chance: random.Random) -> bytes:
    long: dict[str, Any] = {**_fields(right), "extra": None}
    text = chance.choice(["a", "\u00e9", "\ud800", " ", "🙂"]) * chance.choice([300, 5_000, 70_000])
    long[chance.choice(list(long))] = text
    return json.dumps(long, ensure_ascii=chance.random() < 0.5).encode("utf-8", errors="surrogatepass")


def _as_it_is(right: Any, chance: random.Random) -> bytes:
    del chance
    return json.dumps(right, ensure_ascii=False).encode()


_KINDS: Mapping[str, Callable[[Any, random.Random], bytes]] = {
    "odd values": _with_odd_values,
    "more odd values": _with_odd_values,
    "cut short": _cut_short,
    "odd bytes": _with_odd_bytes,
    "mark": _with_mark,
    "other encoding": _in_other_encoding,
    "doubles": _with_doubles,
    "no JSON": _with_no_json,
    "nested": _nested,
    "too long": _too_long,
    "chunked": _with_odd_bytes,
    "wrong type": _as_it_is,
    "charset": _with_odd_values,
    "encoded": _as_it_is,
}
KINDS = frozenset(_KINDS)
