"""Which kind of server an address is, and how long one wants to be left alone."""

import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, formatdate

import pytest

from core.config import OpenAIProfile
from providers.openai.opening import OPENAI_URL
from providers.openai.profiles import choose_profile
from providers.remote.errors import read_retry_after


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (OPENAI_URL, "openai"),
        ("https://grandma.openai.azure.com/openai/v1/", "azure"),
        ("https://grandma.services.ai.azure.com/openai/v1", "azure"),
        ("https://api.groq.com/openai/v1", "groq"),
        ("http://localhost:11434/v1", "ollama"),
        ("http://ollama:8080/v1", "ollama"),
        ("https://ollama.com/v1", "ollama"),
        ("http://vllm:8000/v1", "vllm"),
        ("http://vllm.cluster.local/v1", "vllm"),
        ("http://localhost:8000/v1", "generic"),
        ("https://api.openai.com.evil.example/v1", "generic"),
        ("https://notopenai.azure.com/v1", "generic"),
    ],
)
def test_address_tells_the_kind_of_server(url: str, name: str) -> None:
    assert choose_profile(url).name == name


@pytest.mark.parametrize("name", OpenAIProfile)
def test_setting_goes_before_the_address(name: OpenAIProfile) -> None:
    assert choose_profile(OPENAI_URL, name=name).name is name


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after": "0"}, None),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after-ms": "soon"}, None),
        ({"retry-after": formatdate(time.time() - 60, usegmt=True)}, None),
    ],
)
def test_retry_after_is_read_where_it_makes_sense(headers: dict[str, str], seconds: float | None) -> None:
    assert read_retry_after(headers) == seconds


def test_retry_after_may_be_a_date() -> None:
    later = datetime.now(UTC) + timedelta(seconds=90)
    seconds = read_retry_after({"retry-after": format_datetime(later, usegmt=True)})
    assert seconds is not None
    assert 80 < seconds <= 90
