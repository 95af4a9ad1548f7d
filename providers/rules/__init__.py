"""Understanding without a model: cues choose the ability, slot kinds say how its details are found.

Knows no intent but the fallback. Always answers, in about a millisecond, and never leaves the process.
"""

from providers.rules.provider import RulesProvider

__all__ = ["RulesProvider"]
