"""`python -m run_server`: the API; with `--with-worker` a worker beside it, which is what `make run` does."""

import core.loading  # noqa: F401 # pyright: ignore[reportUnusedImport] - before all others

# isort: split
import argparse
import contextlib
import socket
import subprocess
import sys
from collections.abc import Generator

from api.app import check_start, create_app, make_first_key, revoke_logins
from api.server import serve
from core.config import Environment, Settings, load_settings
from core.embedded import embedded_servers
from core.errors import ConfigurationError, UnavailableError
from core.event_loop import run
from core.failpoints import arm
from core.keys import with_development_keys
from core.logging import configure_logging
from core.signals import leave_on_signals

_MAKE_ONE = (
    'Others can reach it, so DEV_AUTH_TOKEN opens nothing; make a key: python -m run_server --make-key "my laptop"'
)
_SENTENCE = "Book me a table for 4 at Olive Garden tomorrow 7pm."


def _greet(settings: Settings) -> None:
    """Say where it is and how to try it."""
    if settings.environment is not Environment.DEVELOPMENT or settings.dev_auth_token is None:
        return
    if settings.is_public:
        print(f"Grandma's AI Assistant listens on {settings.base_url}. {_MAKE_ONE}", flush=True)
        return
    key = settings.dev_auth_token.get_secret_value()
    print(
        f"""
Grandma's AI Assistant listens on {settings.base_url} (documents: {settings.base_url}/docs)
API key: {key}

Try it:
  curl -sS {settings.base_url}/v1/requests -H 'Authorization: Bearer {key}' \\
    -H 'Content-Type: application/json' -H 'Prefer: wait=10' \\
    -d '{{"text": "{_SENTENCE}"}}'
""",
        flush=True,
    )


@contextlib.contextmanager
def _worker_beside() -> Generator[None]:
    worker = subprocess.Popen([sys.executable, "-m", "worker"])
    try:
        yield
    finally:
        worker.terminate()
        worker.wait()


def _listen(settings: Settings) -> socket.socket:
    """Take the address before anything is promised about it."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as error:
        where = f"HOST {settings.host}, PORT {settings.port}"
        raise ConfigurationError(
            f"{where} can't be listened on: {(error.strerror or str(error)).partition(' (')[0]}."
        ) from error


def _make_key(settings: Settings, name: str, *, operates: bool) -> int:
    with embedded_servers(settings) as running:
        key = run(make_first_key(running, name, operates=operates))
    print(key.get_secret_value())
    print("This is shown once. Keep it like a password; DELETE /v1/keys/{id} takes it back.", file=sys.stderr)
    return 0


def _revoke_logins(settings: Settings) -> int:
    with embedded_servers(settings) as running:
        ended = run(revoke_logins(running))
    print(f"{ended} logins ended, and the keys that sign access tokens are changed. Everybody has to log in again.")
    return 0


def main() -> int:
    """Serve until SIGTERM or SIGINT; the exit status is 2 where a setting is wrong or the database is not there."""
    parser = argparse.ArgumentParser(prog="run_server", description="Serves the API of Grandma's AI Assistant.")
    parser.add_argument("--with-worker", action="store_true", help="run a worker process beside the API")
    parser.add_argument("--make-key", metavar="NAME", help="make an API key of the account `default`, print it and end")
    parser.add_argument("--operator", action="store_true", help="with --make-key: one that opens /v1/admin too")
    parser.add_argument(
        "--revoke-logins",
        action="store_true",
        help="after a leak: end all logins, change the keys of access tokens and end",
    )
    options = parser.parse_args()
    configure_logging()
    leave_on_signals()
    try:
        settings = with_development_keys(load_settings())
        if options.make_key:
            return _make_key(settings, options.make_key, operates=options.operator)
        if options.revoke_logins:
            return _revoke_logins(settings)
        with _listen(settings) as listener, embedded_servers(settings) as running:
            arm(running.environment)
            running = running.model_copy(update={"port": listener.getsockname()[1]})
            run(check_start(running))
            _greet(running)
            with _worker_beside() if options.with_worker else contextlib.nullcontext():
                run(serve(create_app(running), listener))
    except (ConfigurationError, UnavailableError) as error:
        print(f"run_server: {error.detail}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
