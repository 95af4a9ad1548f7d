"""A model on a server as a provider, for as long as a block lasts."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

from providers.base import Provider
from providers.remote.asking import Caller, Model, Wire
from providers.remote.dialect import Dialect
from providers.remote.manner import Manner
from providers.remote.prices import tell_unknown_price
from providers.remote.provider import Bounds, RemoteProvider


@asynccontextmanager
async def serve_model(
    wire: Wire,
    *,
    model: Model,
    dialect: Dialect,
    grammar: Provider,
    bounds: Bounds,
    close: Callable[[], Awaitable[None]],
) -> AsyncGenerator[Provider]:
    """The provider; when the block is left it forgets what it remembers, and `close` ends the connections."""
    tell_unknown_price(seller=model.seller, model=model.name)
    provider = RemoteProvider(
        model=model,
        caller=Caller(wire, model=model),
        manner=Manner.of(dialect),
        grammar=grammar,
        bounds=bounds,
    )
    try:
        yield provider
    finally:
        provider.cache.clear()
        await close()
