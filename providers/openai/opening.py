"""Opens and closes the connection to a model. The SDK is imported here and only when it is wanted: it costs a third of
a second and fifty megabytes, which the offline default must not pay.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from core.config import OpenAIProfile, Settings
from core.errors import ConfigurationError
from providers.base import Provider
from providers.openai.profiles import choose_profile
from providers.remote.prompts import TOKEN_BUDGET

OPENAI_URL = "https://api.openai.com/v1"
DEADLINE = timedelta(seconds=8)

_CONNECT_SECONDS = 2.0
_NO_KEY = "none"  # servers of one's own ask for none, the SDK for something


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelServer:
    """Where a model is reached."""

    model: str
    base_url: str = OPENAI_URL
    api_key: str | None = field(default=None, repr=False)
    profile: OpenAIProfile | None = None
    deadline: timedelta = DEADLINE
    token_budget: int = TOKEN_BUDGET

    @staticmethod
    def from_settings(settings: Settings, *, deadline: timedelta = DEADLINE) -> "ModelServer":
        """The one that the settings name.

        Raises:
            ConfigurationError: they name no model.
        """
        if settings.openai_model is None:
            raise ConfigurationError("OPENAI_MODEL is missing; it should be the name of a model.")
        return ModelServer(
            model=settings.openai_model,
            base_url=settings.openai_base_url or OPENAI_URL,
            api_key=settings.openai_api_key.get_secret_value() if settings.openai_api_key else None,
            profile=settings.openai_profile,
            deadline=deadline,
            token_budget=settings.token_budget,
        )


@asynccontextmanager
async def open_openai(server: ModelServer, *, grammar: Provider) -> AsyncGenerator[Provider]:
    """The provider of this server, closed when the block is left."""
    import openai

    from providers.openai.completions import PROVIDER, Completions
    from providers.remote.asking import Model
    from providers.remote.opening import serve_model
    from providers.remote.provider import Bounds

    profile = choose_profile(server.base_url, name=server.profile)
    client = openai.AsyncOpenAI(
        api_key=server.api_key or _NO_KEY,
        base_url=server.base_url,
        max_retries=0,
        timeout=openai.Timeout(server.deadline.total_seconds(), connect=_CONNECT_SECONDS),
    )
    async with serve_model(
        Completions(client, model=server.model),
        model=Model(provider=PROVIDER, name=server.model, seller=profile.seller),
        dialect=profile,
        grammar=grammar,
        bounds=Bounds(deadline=server.deadline, token_budget=server.token_budget),
        close=client.close,
    ) as provider:
        yield provider
