"""How kinds of server want to be asked, as data."""

from dataclasses import dataclass
from enum import IntEnum


class Structure(IntEnum):
    """How the form of an answer is asked for, from the surest way down."""

    STRICT_SCHEMA = 3  # the server allows nothing else
    SCHEMA = 2  # the server is told the schema, and keeps to it at best
    JSON_OBJECT = 1  # some JSON object; the form is in the prompt
    PROMPT = 0  # only words


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What is known of how a kind of server wants to be asked.

    Attributes:
        structure: the surest form it takes; what it turns out not to take is given up one step at a time.
        keeps_to_schema: whether an answer is the form and nothing else; if not, fences and prose around it are cut off.
        form_in_prompt: whether the model has to be told the form in words as well.
        cap_field: the name of the limit to an answer's length.
    """

    structure: Structure = Structure.STRICT_SCHEMA
    keeps_to_schema: bool = False
    form_in_prompt: bool = False
    cap_field: str = "max_tokens"
