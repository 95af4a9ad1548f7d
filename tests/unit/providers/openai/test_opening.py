"""What the offline default must not pay for."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[4]


def test_sdk_is_not_imported_before_it_is_wanted() -> None:
    lines = "import sys, api.app, workers.pool; print([m for m in ('openai', 'anthropic', 'jsonschema') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", lines], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
