"""Which service fulfils which intent."""

from collections.abc import Iterable, Sequence

from core.ability import AbilitySpec
from core.errors import NotServedHereError
from services.ability import AnyTaskService

ELSEWHERE_SECONDS = 30.0
"""When a task is offered again that a worker can't serve: its attempts last for as long as replacing all workers takes."""


class TaskRouter:
    """The look-up from intent to service."""

    def __init__(self, services: Iterable[AnyTaskService]) -> None:
        self._services = {service.intent: service for service in services}
        self.specs: Sequence[AbilitySpec] = tuple(each.spec() for each in self._services.values() if each.is_offered)
        self._offered = frozenset(spec.intent for spec in self.specs)

    def route(self, intent: str) -> AnyTaskService:
        """The service of an intent.

        Raises:
            NotServedHereError: no ability of this name is installed (it may have been removed since the task was stored,
                or come with a version that does not run here yet).
        """
        try:
            return self._services[intent]
        except KeyError as error:
            detail = f"The ability {intent!r} is not installed here."
            raise NotServedHereError(detail, retry_after=ELSEWHERE_SECONDS) from error

    def knows(self, intent: str) -> bool:
        """Whether an intent is allowed at all."""
        return intent in self._services

    def offers(self, intent: str) -> bool:
        """Whether a provider may choose an intent."""
        return intent in self._offered
