"""How long the offline grammar takes for a sentence: what `python -m bench.parse` prints."""

import subprocess
import sys

from bench.ground import ROOT, Figures


def measure(*, quick: bool) -> Figures:
    """Its lines, as they are."""
    del quick  # it takes half a minute
    done = subprocess.run(
        [sys.executable, "-m", "bench.parse"], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True, timeout=300
    )
    return {"text": done.stdout.rstrip()}


def render(figures: Figures) -> str:
    """The lines in a block."""
    words = "CPU time of one sentence, the best of a few rounds; *in loops*: beside a fixed loop on the same core."
    return f"{words}\n\n```\n{figures['text']}\n```"
