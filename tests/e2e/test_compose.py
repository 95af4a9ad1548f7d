"""The deployment files, read and then run: every service as a process of this machine, loopback only."""

import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
import yaml
from grandma_client import AuthenticatedClient
from grandma_client.api.requests import submit_request
from grandma_client.models import Request, SubmitBody
from pydantic import BaseModel, Field
from redis import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from core.config import Settings, load_settings
from core.embedded import embedded_servers
from core.embedded.redis import find_redis_server
from tests.e2e.calls import expect
from tests.e2e.processes import CHECKOUT, RunningProcess, find_free_port, running
from workers.pool import GRACE

SENTENCE = "Book me a table for 4 at Olive Garden tomorrow 7pm."
OUR_OWN = ("migrate", "api", "worker")
SETTINGS = {name.upper() for name in Settings.model_fields}
TEXT = (CHECKOUT / "docker-compose.yml").read_text(encoding="utf-8")


class Healthcheck(BaseModel):
    test: list[str]


class Dependency(BaseModel):
    condition: str


class Deployment(BaseModel):
    replicas: int = 1


class EnvironmentFile(BaseModel):
    path: str
    required: bool


class Service(BaseModel):
    command: list[str]
    image: str | None = None
    build: str | None = None
    environment: dict[str, str] = Field(default_factory=dict)
    env_file: list[EnvironmentFile] = Field(default_factory=list[EnvironmentFile])
    depends_on: dict[str, Dependency] = Field(default_factory=dict[str, Dependency])
    healthcheck: Healthcheck | None = None
    deploy: Deployment = Field(default_factory=Deployment)
    ports: list[str] = Field(default_factory=list)
    volumes: list[str] = Field(default_factory=list)
    container_name: str | None = None
    restart: str
    stop_grace_period: str = "10s"

    @property
    def grace(self) -> timedelta:
        number, unit = self.stop_grace_period[:-1], self.stop_grace_period[-1]
        return timedelta(seconds=float(number) * {"s": 1, "m": 60}[unit])

    @property
    def conditions(self) -> dict[str, str]:
        return {name: dependency.condition for name, dependency in self.depends_on.items()}


class Compose(BaseModel):
    services: dict[str, Service]
    volumes: dict[str, None]


def interpolate(text: str) -> str:
    """The text as compose reads it where no variable is set, innermost defaults first."""
    replaced = re.sub(r"\$\{[A-Z_]+:-([^${}]*)\}", r"\1", text)
    return replaced if replaced == text else interpolate(replaced)


COMPOSE = Compose.model_validate(yaml.safe_load(interpolate(TEXT)))
SERVICES = COMPOSE.services


def read_instructions(path: Path) -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments on one line, comments left out."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ")
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in joined.splitlines())]


INSTRUCTIONS = read_instructions(CHECKOUT / "Dockerfile")
LAST_STAGE = INSTRUCTIONS[max(i for i, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM") :]


def copied(instructions: list[tuple[str, str]]) -> list[tuple[Path, str]]:
    """What comes from the checkout, with where it goes."""
    words = [rest.split() for name, rest in instructions if name == "COPY" and not rest.startswith("--from")]
    return [(CHECKOUT / source, target) for *sources, target in words for source in sources]


def test_databases_are_current_and_watched() -> None:
    assert {name: SERVICES[name].image for name in ("postgres", "redis")} == {
        "postgres": "postgres:18",
        "redis": "redis:8",
    }
    assert "pg_isready" in str(SERVICES["postgres"].healthcheck)
    assert "redis-cli ping" in str(SERVICES["redis"].healthcheck)


def test_databases_keep_their_data_in_named_volumes() -> None:
    assert SERVICES["postgres"].volumes == ["postgres:/var/lib/postgresql"]  # where the images from 18 on keep it
    assert SERVICES["redis"].volumes == ["redis:/data"]
    assert {volume.partition(":")[0] for each in SERVICES.values() for volume in each.volumes} == set(COMPOSE.volumes)


def test_each_service_starts_when_what_it_needs_is_there() -> None:
    ready = {
        "postgres": "service_healthy",
        "redis": "service_healthy",
        "migrate": "service_completed_successfully",
    }
    assert SERVICES["migrate"].conditions == {"postgres": "service_healthy"}
    assert SERVICES["api"].conditions == SERVICES["worker"].conditions == ready
    assert not SERVICES["postgres"].conditions
    assert not SERVICES["redis"].conditions


def test_servers_come_back_and_the_migration_runs_once() -> None:
    restarts = {name: service.restart for name, service in SERVICES.items()}
    assert restarts.pop("migrate") == "no"
    assert set(restarts.values()) == {"unless-stopped"}


def test_every_port_is_open_to_this_machine_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.ports]
    assert ports == ["127.0.0.1:5432:5432", "127.0.0.1:6379:6379", "127.0.0.1:8000:8000"]


def test_every_variable_is_documented() -> None:
    example = (CHECKOUT / ".env.example").read_text(encoding="utf-8")
    explained = re.findall(r"^\| `([A-Z_]+)`", (CHECKOUT / "deploy/README.md").read_text(encoding="utf-8"), re.M)
    used = set(re.findall(r"\$\{([A-Z_]+)", TEXT))
    assert used - {*re.findall(r"^([A-Z_]+)=", example, re.M), *explained} == set()


@pytest.mark.parametrize("name", OUR_OWN)
def test_our_services_are_given_known_settings_only(name: str) -> None:
    service = SERVICES[name]
    assert service.build == "."
    assert set(service.environment) <= SETTINGS
    assert service.env_file == [EnvironmentFile(path=".env", required=False)]


@pytest.mark.parametrize("name", OUR_OWN)
def test_our_services_reach_the_databases_of_the_file(name: str) -> None:
    given = SERVICES[name].environment
    database, expected = urlsplit(given["DATABASE_URL"]), SERVICES["postgres"].environment
    assert (database.hostname, database.port) == ("postgres", 5432)
    assert (database.username, database.password, database.path) == (
        expected["POSTGRES_USER"],
        expected["POSTGRES_PASSWORD"],
        f"/{expected['POSTGRES_DB']}",
    )
    assert given["REDIS_URL"].startswith("redis://redis:6379/")
    assert load_settings(env_file=None, **{key.lower(): value for key, value in given.items()}).data_dir == Path(
        "/data"
    )


def test_api_and_workers_share_the_keys_made_in_development() -> None:
    assert SERVICES["api"].volumes == SERVICES["worker"].volumes == ["keys:/data"]
    assert ("VOLUME", "/data") in LAST_STAGE
    runs = " ".join(rest for name, rest in LAST_STAGE if name == "RUN")
    assert "install --directory --owner=grandma --group=grandma --mode=0700 /data" in runs


def test_workers_are_scaled_apart_from_the_api() -> None:
    worker = SERVICES["worker"]
    assert (worker.container_name, worker.ports) == (None, [])
    assert worker.deploy.replicas > SERVICES["api"].deploy.replicas


def test_nobody_is_killed_while_finishing_what_has_begun() -> None:
    spare = timedelta(seconds=5)
    assert SERVICES["worker"].grace >= GRACE + spare
    assert SERVICES["api"].grace >= timedelta(seconds=10) + spare  # what run_server gives to running calls


def test_image_has_everything_that_the_processes_import() -> None:
    rooms = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    sources = {source.name for source, _ in copied(LAST_STAGE)}
    assert sources == {*rooms["root_packages"], "pyproject.toml", "run_server.py", "worker.py"}
    assert [source for source, _ in copied(INSTRUCTIONS) if not source.exists()] == []


def test_nothing_else_reaches_the_image() -> None:
    lines = [line for line in (CHECKOUT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert lines[0] == "*"
    allowed = {line[1:] for line in lines if line.startswith("!")}
    assert allowed == {source.name for source, _ in copied(INSTRUCTIONS)}


def test_image_is_slim_and_runs_as_an_ordinary_user() -> None:
    last = dict(LAST_STAGE)
    assert last["FROM"] == "python:3.12-slim"
    assert last["USER"] == "10001:10001"
    assert last["STOPSIGNAL"] == "SIGTERM"
    runs = " ".join(rest for name, rest in LAST_STAGE if name == "RUN")
    assert "--no-install-recommends ca-certificates" in runs
    assert not re.search(r"\bgcc\b|build-essential|pip install", runs)


def test_image_is_built_from_the_locked_requirements() -> None:
    installs = [rest for name, rest in INSTRUCTIONS if name == "RUN" and "pip install" in rest]
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    assert "-r /tmp/requirements.txt" in installs[0]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that every user may pass through: as root, PostgreSQL runs as somebody else."""
    path = Path(tempfile.mkdtemp(prefix="t", dir="/tmp"))
    path.chmod(0o711)
    yield path
    shutil.rmtree(path)


def answers(redis: Redis) -> bool:
    try:
        return redis.ping()  # pyright: ignore[reportUnknownMemberType] - partly untyped in redis-py
    except RedisConnectionError:
        return False


def test_redis_keeps_what_it_is_told_and_never_evicts(folder: Path) -> None:
    port = find_free_port()
    ours = ["--bind", "127.0.0.1", "--port", str(port), "--dir", str(folder)]
    command = [str(find_redis_server(None)), *SERVICES["redis"].command[1:], *ours]
    with (
        running(command, environment={}, log=folder / "redis.log") as server,
        Redis(port=port, decode_responses=True) as redis,
    ):
        server.wait_until(partial(answers, redis))
        known = redis.config_get("*")  # pyright: ignore[reportUnknownMemberType] - partly untyped in redis-py
        assert (known["appendonly"], known["maxmemory-policy"], known["save"]) == ("yes", "noeviction", "")
        assert server.stop() == 0


@dataclass(frozen=True, kw_only=True)
class Machine:
    """This machine in the place of the containers: what the image has in a folder, every address a real one."""

    folder: Path
    port: int
    database_url: str
    redis_url: str

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, name: str, number: int = 1) -> AbstractContextManager[RunningProcess]:
        real = {
            "DATABASE_URL": self.database_url,
            "REDIS_URL": self.redis_url,
            "DATA_DIR": str(self.folder / "volume"),
            "HOST": "127.0.0.1",
            "PORT": str(self.port),
        }
        service = SERVICES[name]
        environment = {key: real.get(key, value) for key, value in service.environment.items()}
        log = self.folder / f"{name}-{number}.log"
        return running(service.command, environment=environment, log=log, cwd=self.folder / "app")

    def is_healthy(self) -> bool:
        """What the health check of the API in the file says."""
        health = SERVICES["api"].healthcheck
        assert health is not None
        kind, program, *arguments = (part.replace("8000", str(self.port)) for part in health.test)
        assert (kind, program) == ("CMD", "python")
        return subprocess.run([sys.executable, *arguments], stderr=subprocess.DEVNULL).returncode == 0


@pytest.fixture(scope="module")
def machine(folder: Path) -> Iterator[Machine]:
    for source, target in copied(LAST_STAGE):
        place = folder / "app" / target
        if source.is_dir():
            shutil.copytree(source, place)  # with the bytecode, which is of these very files
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, place)
    nowhere = {"database_url": None, "redis_url": None}
    with embedded_servers(load_settings(env_file=None, data_dir=folder / "servers", **nowhere)) as servers:
        assert servers.database_url is not None
        assert servers.redis_url is not None
        yield Machine(
            folder=folder,
            port=find_free_port(),
            database_url=servers.database_url,
            redis_url=servers.redis_url,
        )


def ask(machine: Machine, *, key: str) -> Request:
    """What becomes of a sentence while its caller waits."""
    with AuthenticatedClient(base_url=machine.base_url, token=key, timeout=httpx2.Timeout(25)) as client:
        return expect(Request, submit_request.sync(client=client, body=SubmitBody(SENTENCE), prefer="wait=20"))


@pytest.fixture(scope="module")
def migrated(machine: Machine) -> Machine:
    with machine.run("migrate") as migration:
        assert migration.wait_for_end() == 0
    return machine


def test_services_of_the_file_book_a_table(migrated: Machine) -> None:
    with ExitStack() as stack:
        api = stack.enter_context(migrated.run("api"))
        for number in range(SERVICES["worker"].deploy.replicas):
            stack.enter_context(migrated.run("worker", number))
        api.wait_until_ready(migrated.base_url)
        key = re.search(r"^API key: (\S+)$", api.read_log(), re.MULTILINE)
        assert key is not None
        assert [task.status for task in ask(migrated, key=key[1]).tasks] == ["completed"]


def test_health_check_of_the_file_tells_a_working_api_from_none(migrated: Machine) -> None:
    assert not migrated.is_healthy()
    with migrated.run("api") as api:
        api.wait_until_ready(migrated.base_url)
        assert migrated.is_healthy()


def test_worker_told_to_stop_ends_well_and_in_time(migrated: Machine) -> None:
    with migrated.run("worker") as worker:
        worker.wait_until_logged("worker started")
        assert worker.stop(seconds=SERVICES["worker"].grace.total_seconds()) == 0


def test_api_told_to_stop_ends_well_and_in_time(migrated: Machine) -> None:
    with migrated.run("api") as api:
        api.wait_until_ready(migrated.base_url)
        assert api.stop(seconds=SERVICES["api"].grace.total_seconds()) == 0
