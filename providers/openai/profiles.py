"""What is known of each kind of server, as data. Which one it is, is told by its address or by a setting."""

from dataclasses import dataclass
from enum import IntEnum
from urllib.parse import urlsplit

from core.config import OpenAIProfile


class Structure(IntEnum):
    """How the form of an answer is asked for, from the surest way down."""

    STRICT_SCHEMA = 3  # response_format json_schema, strict: the server allows nothing else
    SCHEMA = 2  # response_format json_schema, at best
    JSON_OBJECT = 1  # response_format json_object; the form is in the prompt
    PROMPT = 0  # only words


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One kind of server.

    Attributes:
        hosts: what its host name ends in; a name without a dot may also be the host's first word, as in compose files.
        ports: where it listens by default, if that tells it from the others.
        structure: the surest form it takes; what it turns out not to take is given up one step at a time.
        keeps_to_schema: whether an answer is the form and nothing else; if not, fences and prose around it are cut off.
        form_in_prompt: whether the model has to be told the form in words as well.
        cap_field: the name of the limit to an answer's length.
    """

    name: OpenAIProfile
    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    structure: Structure = Structure.STRICT_SCHEMA
    keeps_to_schema: bool = False
    form_in_prompt: bool = False
    cap_field: str = "max_completion_tokens"


PROFILES = (
    Profile(name=OpenAIProfile.OPENAI, hosts=("api.openai.com",), keeps_to_schema=True),
    Profile(
        name=OpenAIProfile.AZURE,
        hosts=("openai.azure.com", "services.ai.azure.com", "cognitiveservices.azure.com"),
        keeps_to_schema=True,
    ),
    Profile(name=OpenAIProfile.GROQ, hosts=("api.groq.com",), form_in_prompt=True),
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
