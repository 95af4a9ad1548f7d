"""What is known of each kind of server, as data. Which one it is, is told by its address or by a setting."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from core.config import OpenAIProfile
from providers.remote.dialect import Dialect, Structure


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Dialect):
    """One kind of server.

    Attributes:
        seller: whose prices hold, by the name in the lists; None for servers of one's own, and for unknown ones.
        hosts: what its host name ends in; a name without a dot may also be the host's first word, as in compose files.
        ports: where it listens by default, if that tells it from the others.
    """

    name: OpenAIProfile
    seller: str | None = None
    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    cap_field: str = "max_completion_tokens"


PROFILES = (
    Profile(name=OpenAIProfile.OPENAI, seller="openai", hosts=("api.openai.com",), keeps_to_schema=True),
    Profile(
        name=OpenAIProfile.AZURE,
        seller="azure",
        hosts=("openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com"),
        keeps_to_schema=True,
    ),
    Profile(name=OpenAIProfile.GROQ, seller="groq", hosts=("api.groq.com",), form_in_prompt=True),
    Profile(
        name=OpenAIProfile.OLLAMA,
        hosts=("ollama", "ollama.com"),
        ports=(11434,),
        structure=Structure.SCHEMA,
        form_in_prompt=True,
        cap_field="max_tokens",
    ),
    Profile(
        name=OpenAIProfile.VLLM,
        hosts=("vllm",),
        structure=Structure.SCHEMA,
        form_in_prompt=True,
        cap_field="max_tokens",
    ),
)
"""In the order in which an address is held against them."""

GENERIC = Profile(name=OpenAIProfile.GENERIC, form_in_prompt=True, cap_field="max_tokens")
"""A server that nothing is known of."""


def choose_profile(base_url: str, *, name: OpenAIProfile | None = None) -> Profile:
    """The profile of that name, else the one that the address tells, else the generic one."""
    if name is not None:
        return next((profile for profile in PROFILES if profile.name == name), GENERIC)
    parts = urlsplit(base_url)
    host = (parts.hostname or "").lower()
    return next((each for each in PROFILES if _is_at(each, host, parts.port)), GENERIC)


def _is_at(profile: Profile, host: str, port: int | None) -> bool:
    named = any(host == each or host.endswith("." + each) for each in profile.hosts)
    return (
        named or any("." not in each and host.split(".")[0] == each for each in profile.hosts) or port in profile.ports
    )
