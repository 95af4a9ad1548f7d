"""A server of our own to be asked: embedded stores, a free loopback port, the caller's clock honoured."""

import secrets
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

from deploy.demo.processes import find_free_port, managed_processes
from deploy.demo.stores import private_folder


@dataclass(frozen=True, slots=True)
class Server:
    """Where it is, and the key to it."""

    base_url: str
    key: str


@contextmanager
def private_server() -> Generator[Server]:
    """One API with the offline provider; its data is gone when the block is left."""
    key, port = secrets.token_urlsafe(32), find_free_port()
    with private_folder() as folder:
        settings = {
            "DATA_DIR": str(folder / "data"),
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "DEV_AUTH_TOKEN": key,
            "ALLOW_CLIENT_CLOCK": "1",
        }
        with managed_processes(folder=folder, settings=settings) as processes:
            processes.start_api().wait_until_logged("Application startup complete")
            yield Server(base_url=f"http://127.0.0.1:{port}", key=key)
