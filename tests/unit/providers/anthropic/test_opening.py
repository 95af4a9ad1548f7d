"""The package of Anthropic is an extra."""

import sys
from datetime import timedelta

import pytest

from core.config import load_settings
from core.errors import ConfigurationError
from providers.anthropic.opening import AnthropicServer, open_anthropic
from providers.rules import RulesProvider
from services.factory import check_services


async def test_missing_package_is_said_in_one_line_that_tells_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anthropic", None)
    server = AnthropicServer(model="m", api_key="sk-ant-1", deadline=timedelta(seconds=1))
    with pytest.raises(ConfigurationError, match=r"^LLM_PROVIDER .* pip install -r requirements-anthropic\.txt\.$"):
        async with open_anthropic(server, grammar=RulesProvider()):
            pass
    assert "sk-ant-1" not in repr(server)


async def test_start_is_refused_before_anything_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anthropic", None)
    settings = load_settings(env_file=None, llm_provider="anthropic", anthropic_model="m", anthropic_api_key="sk-ant-1")
    with pytest.raises(ConfigurationError, match="its package is missing"):
        await check_services(settings)
