"""`python -m bench.chaos.api`: the real API with the errand ability beside the others."""

import socket
from functools import partial

from api.app import create_app
from api.server import serve
from bench.chaos import abilities
from core.config import load_settings
from core.event_loop import run
from core.keys import with_development_keys
from core.logging import configure_logging
from core.signals import leave_on_signals
from services.factory import open_services
from services.registry import FAMILIES


def main() -> None:
    """Serve until told to stop."""
    configure_logging()
    leave_on_signals()
    settings = with_development_keys(load_settings(env_file=None))
    listener = socket.create_server((settings.host, settings.port), backlog=2048)
    app = create_app(settings, open_services=partial(open_services, families=(*FAMILIES, abilities)))
    run(serve(app, listener))


if __name__ == "__main__":
    main()
