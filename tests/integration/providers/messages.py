"""What a server that speaks the Messages API says: plays for the scripted server."""

import json
from collections.abc import Mapping
from typing import Any

from tests.integration.providers.model_server import Play, sends

USAGE = {"input_tokens": 700, "cache_creation_input_tokens": 50, "cache_read_input_tokens": 150, "output_tokens": 40}


def answers(*blocks: Mapping[str, Any], stop: str = "end_turn", usage: Any = USAGE) -> Play:
    """A message of these blocks."""
    head = {"id": "msg_1", "type": "message", "role": "assistant", "model": "claude-test", "stop_sequence": None}
    return sends({**head, "content": blocks, "stop_reason": stop, "usage": usage})


def says(text: str, *, stop: str = "end_turn", usage: Any = USAGE) -> Play:
    """A message of one text."""
    return answers({"type": "text", "text": text}, stop=stop, usage=usage)


def understands(*wishes: Mapping[str, Any]) -> Play:
    """A message with these wishes."""
    return says(json.dumps({"wishes": wishes}))


def hands_in(*wishes: Mapping[str, Any]) -> Play:
    """The wishes as the input of a tool."""
    tool = {"type": "tool_use", "id": "toolu_1", "name": "understood", "input": {"wishes": wishes}}
    return answers({"type": "text", "text": "Let me see."}, tool, stop="tool_use")


def fails(
    status: int, kind: str, message: str = "No.", *, headers: Mapping[str, str] | None = None, **more: Any
) -> Play:
    """An error as Anthropic words it."""
    error = {"type": kind, "message": message, **more}
    return sends({"type": "error", "error": error, "request_id": "req_1"}, status=status, headers=headers)
