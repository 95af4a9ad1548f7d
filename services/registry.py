"""Collects the abilities: every concrete BaseTaskService in a module of a service family is one."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Sequence
from types import ModuleType
from typing import cast

import services.activity
import services.booking
import services.notification
import services.reminder
from services.ability import AnyTaskService, BaseTaskService, Tools

FAMILIES: tuple[ModuleType, ...] = (
    services.booking,
    services.reminder,
    services.notification,
    services.activity,
)

AbilityClass = type[AnyTaskService]


def find_abilities(families: Iterable[ModuleType] = FAMILIES) -> list[AbilityClass]:
    """Every ability that lies in the folders of the families, by intent.

    Raises:
        ValueError: two of them claim the same intent.
    """
    found: dict[str, AbilityClass] = {}
    for family in families:
        for module in pkgutil.iter_modules(family.__path__, f"{family.__name__}."):
            for ability in _abilities_in(importlib.import_module(module.name)):
                if found.setdefault(ability.intent, ability) is not ability:
                    raise ValueError(f"Two abilities are called {ability.intent!r}.")
    return [found[intent] for intent in sorted(found)]


def make_services(abilities: Sequence[AbilityClass], *, tools: Tools) -> list[AnyTaskService]:
    """One service of each ability."""
    return [ability(tools=tools) for ability in abilities]


def _abilities_in(module: ModuleType) -> list[AbilityClass]:
    members = [member for member in vars(module).values() if inspect.isclass(member)]
    own = [member for member in members if member.__module__ == module.__name__ and not inspect.isabstract(member)]
    return [cast("AbilityClass", member) for member in own if issubclass(member, BaseTaskService)]
