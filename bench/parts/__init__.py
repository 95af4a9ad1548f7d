"""The parts of `python -m bench`, one file each: `measure(quick=…)` gives figures, `render(figures)` their Markdown."""
