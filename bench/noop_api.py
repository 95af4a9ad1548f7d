"""`python -m bench.noop_api --port N`: the real API, with the no-op beside all its abilities."""

import argparse
from functools import partial

import uvicorn

import bench.noop
from api.app import create_app
from bench.noop_worker import read_settings
from core.event_loop import run
from core.logging import configure_logging
from services.factory import open_services
from services.registry import FAMILIES


def main() -> None:
    """Serve on loopback until ended, as `run_server.py` does."""
    parser = argparse.ArgumentParser(prog="bench.noop_api")
    parser.add_argument("--port", type=int, required=True)
    port = parser.parse_args().port
    configure_logging()
    app = create_app(read_settings(), open_services=partial(open_services, families=[*FAMILIES, bench.noop]))
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False, server_header=False)
    run(uvicorn.Server(config).serve())


if __name__ == "__main__":
    main()
