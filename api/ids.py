"""Paths of single things beside which there are words: `/v1/venues/{venue_id}` is not for `/v1/venues/import`."""

from starlette.convertors import StringConvertor, register_url_convertor

_WORDS = ("accept", "import", "signing-secret", "move")


class _IdConvertor(StringConvertor):
    """Any part of a path but the words; whether it is an id says the endpoint, in a sentence."""

    regex = rf"(?!(?:{'|'.join(_WORDS)})$)[^/]+"


register_url_convertor("id", _IdConvertor())


def one(name: str) -> str:
    """The path of one thing, whose id is the parameter `name`."""
    return f"/{{{name}:id}}"
