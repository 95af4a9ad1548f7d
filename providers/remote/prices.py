"""What calls cost, by the list prices that a package knows offline. What is on no list has no price, never a guessed one."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from functools import cache
from importlib import import_module
from typing import Any

import structlog

logger = structlog.stdlib.get_logger(__name__)

_MICRODOLLARS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """What a server counted; None where it did not. `cached`: those of the taken ones that it had read before."""

    taken: int | None = None
    given: int | None = None
    cached: int | None = None


def find_cost(tokens: Tokens, *, seller: str | None, models: Sequence[str]) -> int | None:
    """Millionths of a dollar, rounded up; None where the price or the count is not known.

    Args:
        tokens: what was counted.
        seller: who bills the call, by the list's name; None for servers of one's own.
        models: names of the model, the most exact one first.
    """
    prices = load_prices()
    if prices is None or seller is None or tokens.taken is None or tokens.given is None:
        return None
    usage = prices.Usage(
        input_tokens=tokens.taken, output_tokens=tokens.given, cache_read_tokens=min(tokens.cached or 0, tokens.taken)
    )
    for model in models:
        try:
            price: Decimal = prices.calc_price(usage, model, provider_id=seller).total_price
        except (LookupError, ValueError):
            continue
        return int((price * _MICRODOLLARS).to_integral_value(rounding=ROUND_UP))
    return None


def tell_unknown_price(*, seller: str | None, model: str) -> None:
    """Log that the calls of a model will cost nothing as far as we know, though somebody bills them."""
    if seller is not None and find_cost(Tokens(taken=1, given=1), seller=seller, models=[model]) is None:
        logger.warning("the price of this model is not known, no budget bounds it", seller=seller, model=model)


@cache
def load_prices() -> Any | None:
    """The package, or None where it is missing, which is no reason not to understand. Its import takes a quarter of a second."""
    try:
        return import_module("genai_prices")
    except ModuleNotFoundError:
        logger.warning("what models cost is not known: genai-prices is not installed")
        return None
