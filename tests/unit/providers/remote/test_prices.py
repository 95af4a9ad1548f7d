"""What calls cost: by the list, or not at all."""

import sys
from collections.abc import Generator

import pytest

from providers.remote import prices
from providers.remote.prices import Tokens, find_cost

COUNTED = Tokens(taken=10_000, given=1_000)


@pytest.fixture
def no_package(monkeypatch: pytest.MonkeyPatch) -> Generator[None]:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    prices.load_prices.cache_clear()
    yield
    prices.load_prices.cache_clear()


def cost(tokens: Tokens = COUNTED, *, seller: str | None = "openai", model: str = "gpt-4o-mini") -> int | None:
    return find_cost(tokens, seller=seller, models=[model])


@pytest.mark.parametrize(
    ("seller", "model"),
    [("openai", "gpt-4o-mini"), ("openai", "gpt-4o-mini-2024-07-18"), ("anthropic", "claude-haiku-4-5-20251001")],
)
def test_models_of_the_list_have_a_price_by_any_of_their_names(seller: str, model: str) -> None:
    pytest.importorskip("genai_prices")
    found = cost(seller=seller, model=model)
    assert found is not None
    assert 100 < found < 1_000_000


def test_price_goes_by_the_tokens_and_what_was_read_before_costs_less() -> None:
    pytest.importorskip("genai_prices")
    plain, more, cached = (
        cost(Tokens(taken=taken, given=1_000, cached=cached))
        for taken, cached in ((10_000, None), (20_000, 0), (20_000, 10_000))
    )
    assert plain is not None
    assert more is not None
    assert cached is not None
    assert plain < cached < more


@pytest.mark.parametrize(
    ("seller", "model", "tokens"),
    [
        ("openai", "my-own-model", COUNTED),
        ("nobody", "gpt-4o-mini", COUNTED),
        (None, "gpt-4o-mini", COUNTED),
        ("openai", "gpt-4o-mini", Tokens(taken=10_000)),
        ("openai", "gpt-4o-mini", Tokens()),
    ],
)
def test_what_is_not_known_is_not_guessed(seller: str | None, model: str, tokens: Tokens) -> None:
    assert cost(tokens, seller=seller, model=model) is None


def test_servers_own_name_of_the_model_goes_first() -> None:
    pytest.importorskip("genai_prices")
    by_deployment = find_cost(COUNTED, seller="azure", models=["gpt-4o-2024-08-06", "our-deployment"])
    assert by_deployment == find_cost(COUNTED, seller="azure", models=["our-deployment", "gpt-4o-2024-08-06"])
    assert by_deployment


@pytest.mark.usefixtures("no_package")
def test_nothing_has_a_price_where_the_package_is_missing() -> None:
    assert cost() is None
