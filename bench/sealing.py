"""How long sealing, opening and digesting take: `python -m bench.sealing`."""

import time
from collections.abc import Callable
from typing import Final

from cryptography.fernet import Fernet
from pydantic import SecretStr

from core.ids import make_id
from core.vault import Vault

_ROUNDS: Final = 50_000
_TEXTS: Final = {"an address": "mailto:gudrun@example.org", "a message": "Time for your Ramipril (25 mg). " * 8}


def _microseconds(do: Callable[[], object]) -> float:
    began = time.process_time()
    for _ in range(_ROUNDS):
        do()
    return (time.process_time() - began) / _ROUNDS * 1e6


def main() -> None:
    """Measure and print, in microseconds of this process's time for each value."""
    vault, row = Vault([Fernet.generate_key().decode()], SecretStr("secret")), make_id()
    for name, text in _TEXTS.items():
        token = vault.seal(text, column="c", row=row)
        print(f"{name:10} seal {_microseconds(lambda: vault.seal(text, column='c', row=row)):5.1f} µs, ", end="")  # noqa: B023 - called at once
        print(f"open {_microseconds(lambda: vault.open(token, column='c', row=row)):5.1f} µs, ", end="")  # noqa: B023 - called at once
        print(f"digest {_microseconds(lambda: vault.digest('p', text)):5.1f} µs")  # noqa: B023 - called at once


if __name__ == "__main__":
    main()
