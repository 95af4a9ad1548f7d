"""From what a model quotes to what is meant: verbatim spans and choices, read by the same readers as the offline path.

A model names the wishes and quotes the words; everything else is decided here. `wire` is the form it fills in, `quotes`
finds its quotations in the text, `slots` reads them, `wishes` checks them against the caution and the grammar's reading.
"""

from providers.spans.wire import WireAnswer, WireWish
from providers.spans.wishes import understand_answer

__all__ = ["WireAnswer", "WireWish", "understand_answer"]
