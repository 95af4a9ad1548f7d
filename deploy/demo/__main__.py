"""`python -m deploy.demo`: plays the story; exits 0 only if every step was as it should be."""

import argparse
import secrets
import signal
import sys
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx2

from core.errors import ConfigurationError
from deploy.demo.daily_life import (
    ANNA,
    ROSE,
    play_emergency,
    play_family,
    play_medicine,
    play_missed_dose,
    play_model,
    play_salon,
    play_two_wishes,
    set_off_unanswered_dose,
)
from deploy.demo.disasters import LEASE_SECONDS, play_emptied_redis, play_killed_worker
from deploy.demo.mail import MailServer, running_mail_server
from deploy.demo.narrator import DemoError, Narrator, check
from deploy.demo.processes import STOP_SIGNALS, find_free_port, ignore_signals, managed_processes
from deploy.demo.product import Product
from deploy.demo.receiver import running_receiver
from deploy.demo.stores import Stores, open_stores, private_folder
from deploy.demo.story import ZONE, Stage, play_first_table, play_hello, play_question, play_read_back

_STOPPED_BY_HAND = 130


def main() -> int:
    """Play it; the exit status is 1 where a step was wrong, 130 where somebody stopped it."""
    options = _read_options(sys.argv[1:])
    for number in STOP_SIGNALS:
        signal.signal(number, _interrupt)
    narrator = Narrator()
    started = time.monotonic()
    folder = None
    try:
        with private_folder() as folder:
            _play_in(folder, narrator=narrator, options=options, started=started)
    except KeyboardInterrupt:
        narrator.tell("\nStopped by hand; everything is cleaned up.")
        return _STOPPED_BY_HAND
    except Exception as error:  # noqa: BLE001 - whatever went wrong, the story says so in a line
        logs = [f"The logs are in {folder}"] if folder and folder.exists() else []
        narrator.complain([*_explain(error), *logs])
        return 1
    narrator.tell(f"\nAll as it should be, in {time.monotonic() - started:.0f} s. Everything was stopped and removed.")
    return 0


def _play_in(folder: Path, *, narrator: Narrator, options: "Options", started: float) -> None:
    narrator.tell("Grandma's AI Assistant, played on this machine; what it stores is thrown away at the end.")
    key = secrets.token_urlsafe(32)
    port = find_free_port()
    with open_stores(folder) as stores, running_receiver() as receiver, running_mail_server() as mail:
        settings = {
            **stores.settings,
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "PUBLISHED_HOST": "",
            "PUBLIC_BASE_URL": "",
            "DEV_AUTH_TOKEN": key,
            "DEFAULT_TIMEZONE": ZONE,
            "LEASE_SECONDS": str(LEASE_SECONDS),
            "WEBHOOK_ALLOW_PRIVATE": "1",
            "FAMILY_GRACE_SECONDS": "0",  # nobody waits for a demonstration
            "SMTP_URL": mail.url,
            "MAIL_FROM": "assistant@example.org",
            **options.settings,
        }
        with managed_processes(folder=folder, settings=settings, logs=options.logs) as processes:
            api = processes.start_api()
            worker = processes.start_worker()
            with Product(base_url=f"http://127.0.0.1:{port}", key=key, watch=processes.check_alive) as product:
                stage = Stage(
                    narrator=narrator,
                    processes=processes,
                    product=product,
                    receiver=receiver,
                    redis_url=stores.redis_url,
                    may_empty_redis=stores.has_own_redis,
                    workers=[worker],
                )
                api.wait_until(product.is_ready, what="the API to be ready")
                worker.wait_until_logged("worker started")
                _tell_start(stage, stores, port=port, seconds=time.monotonic() - started)
                _play(stage, mail)
                processes.stop(stage.worker)
                _tell_messages(stage)


def _tell_start(stage: Stage, stores: Stores, *, port: int, seconds: float) -> None:
    stage.receiver.secret = stage.product.get_signing_secret()
    postgres = "a private PostgreSQL" if stores.has_own_database_server else "a database of its own in your PostgreSQL"
    redis = "a private Redis" if stores.has_own_redis else "an empty corner of your Redis"
    stage.narrator.open_scene("Curtain up")
    stage.narrator.step("servers", f"{postgres}, {redis}")
    stage.narrator.step(
        "processes",
        f"the API on 127.0.0.1:{port}, one worker, a webhook receiver, a mail server; ready after {seconds:.1f} s",
    )


def _play(stage: Stage, mail: MailServer) -> None:
    stage.product.introduce(mailbox=ROSE, daughter=("Anna", ANNA))
    play_first_table(stage)
    play_question(stage)
    play_read_back(stage)
    play_salon(stage)
    play_medicine(stage, mail)
    unanswered = set_off_unanswered_dose(stage)
    play_family(stage, mail)
    play_emergency(stage, mail)
    play_two_wishes(stage, mail)
    play_missed_dose(stage, mail, unanswered)
    play_model(stage)
    play_hello(stage)
    play_killed_worker(stage)
    play_emptied_redis(stage)


def _tell_messages(stage: Stage) -> None:
    refused = stage.receiver.forget_refusals()
    check(refused == 0, expected="every message to be genuine", came=f"{refused} had to be refused")
    stage.narrator.open_scene("Curtain")
    stage.narrator.step(
        "webhooks", f"{stage.receiver.count} different messages came in all, and none had to be refused"
    )


def _interrupt(*_: object) -> None:
    ignore_signals()
    raise KeyboardInterrupt


def _explain(error: Exception) -> list[str]:
    match error:
        case DemoError():
            return [str(error)]
        case ConfigurationError():
            return [error.detail]
        case httpx2.HTTPError():
            return [f"Expected an answer of the API, but the call failed: {error!r}."]
        case _:
            return ["Something unexpected went wrong.", *traceback.format_exception(error)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says. `settings`: other values for the API and the workers; `logs`: where theirs are kept."""

    settings: Mapping[str, str]
    logs: Path | None


def _read_options(arguments: list[str]) -> Options:
    parser = argparse.ArgumentParser(prog="deploy.demo", description="Shows Grandma's AI Assistant at work.")
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="another value for a setting of the API and the workers, to see the story go wrong",
    )
    parser.add_argument("--logs", metavar="FOLDER", type=Path, help="keep the logs of the API and the workers there")
    given = parser.parse_args(arguments)
    settings = {name: value for name, _, value in (each.partition("=") for each in given.set)}
    return Options(settings=settings, logs=given.logs)


if __name__ == "__main__":
    sys.exit(main())
