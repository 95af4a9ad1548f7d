"""Opens and closes the connection to one of Anthropic's models. All that needs the SDK is imported only when it is wanted:
its import costs most of a second.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from importlib.util import find_spec

from core.config import Settings
from core.errors import ConfigurationError
from providers.base import Provider
from providers.remote.prompts import TOKEN_BUDGET

ANTHROPIC_URL = "https://api.anthropic.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnthropicServer:
    """Where a model is reached."""

    model: str
    api_key: str = field(repr=False)
    base_url: str = ANTHROPIC_URL
    deadline: timedelta
    token_budget: int = TOKEN_BUDGET

    @staticmethod
    def from_settings(settings: Settings, *, deadline: timedelta) -> "AnthropicServer":
        """The one that the settings name.

        Raises:
            ConfigurationError: they name no model, or no key.
        """
        if settings.anthropic_model is None or settings.anthropic_api_key is None:
            raise ConfigurationError("ANTHROPIC_MODEL and ANTHROPIC_API_KEY should name a model and hold its key.")
        return AnthropicServer(
            model=settings.anthropic_model,
            api_key=settings.anthropic_api_key.get_secret_value(),
            base_url=settings.anthropic_base_url or ANTHROPIC_URL,
            deadline=deadline,
            token_budget=settings.token_budget,
        )


def require_package() -> None:
    """Raises ConfigurationError where the SDK is not installed."""
    if find_spec("anthropic") is None:
        raise ConfigurationError(
            "LLM_PROVIDER is 'anthropic', and its package is missing: pip install -r requirements-anthropic.txt."
        )


@asynccontextmanager
async def open_anthropic(server: AnthropicServer, *, grammar: Provider) -> AsyncGenerator[Provider]:
    """The provider of this model, closed when the block is left.

    Raises:
        ConfigurationError: the SDK is not installed.
    """
    require_package()
    from providers.anthropic.answer_form import DIALECT
    from providers.anthropic.messages import PROVIDER, Messages
    from providers.anthropic.sdk import Sdk
    from providers.remote.asking import Model
    from providers.remote.opening import serve_model
    from providers.remote.provider import Bounds

    sdk = Sdk(api_key=server.api_key, base_url=server.base_url, timeout=server.deadline)
    async with serve_model(
        Messages(sdk, model=server.model),
        model=Model(provider=PROVIDER, name=server.model, seller=PROVIDER),
        dialect=DIALECT,
        grammar=grammar,
        bounds=Bounds(deadline=server.deadline, token_budget=server.token_budget),
        close=sdk.close,
    ) as provider:
        yield provider
