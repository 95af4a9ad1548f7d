"""A process that holds the embedded servers of a folder until its standard input ends; prints what it sees as JSON."""

import json
import signal
import sys
from pathlib import Path

from core.config import load_settings
from core.embedded import embedded_servers
from core.keys import with_development_keys


def main() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background hands down that it is ignored
    settings = with_development_keys(load_settings(env_file=None, data_dir=Path(sys.argv[1])))
    with embedded_servers(settings) as running:
        token = running.dev_auth_token.get_secret_value() if running.dev_auth_token else None
        seen = {"database_url": running.database_url, "redis_url": running.redis_url, "token": token}
        sys.stdout.write(json.dumps(seen) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
