"""A loopback server with more to play: what happens right before a call is answered, and answers of a test's own."""

from abc import abstractmethod
from collections import defaultdict, deque
from collections.abc import Callable, Mapping

from tests.outside.loopback import Answered, Asked, LoopbackServer

PROXY_PAGE = Answered(status=502, body=b"<html>Bad gateway</html>", headers={"Content-Type": "text/html"})
REDIRECT = Answered(status=302, headers={"Location": "/elsewhere"})


class PlayedServer(LoopbackServer):
    """`before(kind, …)` has something happen right before the next call of a kind, `instead(kind, …)` answers it."""

    def __init__(self) -> None:
        super().__init__()
        self._before: dict[str, deque[Callable[[], object]]] = defaultdict(deque)
        self._instead: dict[str, deque[tuple[Answered, bool]]] = defaultdict(deque)

    @abstractmethod
    def play(self, asked: Asked, query: Mapping[str, str]) -> Answered:
        """What the system does; of each parameter of the query the last value counts."""

    async def answer(self, asked: Asked) -> Answered:
        kind = self.kind_of(asked)
        if self._before[kind]:
            self._before[kind].popleft()()
        query = {name: values[-1] for name, values in asked.query.items()}
        if not self._instead[kind]:
            return self.play(asked, query)
        answered, does_it = self._instead[kind].popleft()
        if does_it:
            self.play(asked, query)
        return answered

    def before(self, kind: str, happens: Callable[[], object]) -> None:
        self._before[kind].append(happens)

    def instead(self, kind: str, answered: Answered, *, does_it: bool = False) -> None:
        self._instead[kind].append((answered, does_it))

    def calls(self, kind: str) -> list[Asked]:
        """The calls of a kind that came in."""
        return [asked for each, asked in self.asked if each == kind]
