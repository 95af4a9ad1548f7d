"""Text in, TaskRequests out: the provider guesses, this file decides.

Intents are allow-listed by the router, details validated by the model of their ability, strings must be the person's
own words (or a stored record), and what is missing becomes one question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

import structlog
from pydantic import JsonValue, ValidationError

from core.ability import SlotKind
from core.domain import DegradedReason, Details, Question, Request, Task
from core.ids import make_id
from core.metrics import Metrics
from core.safety import Heard, listen
from core.task_request import TaskRequest
from core.width import to_plain_width
from providers.base import (
    UNHEARD,
    LocalProvider,
    ModelCall,
    OpenQuestion,
    ParseContext,
    ParsedTask,
    Parsing,
    Provider,
    Reference,
)
from repositories.request import NewRequest
from repositories.unit_of_work import UnitOfWorkFactory
from services.ability import AnyTaskService, TaskDetails
from services.admission import SURE_ENOUGH
from services.asking import name_options
from services.model_budget import MICRODOLLARS
from services.safety import EMERGENCY, Safety
from services.surroundings import Situation, Surroundings, SurroundingsReader
from services.task_router import TaskRouter
from services.warm_up import warm_up

logger = structlog.stdlib.get_logger(__name__)

MAX_WISHES = 3
FALLBACK_INTENT = "other"
_TIMED = frozenset({"date", "time", "times", "recurrence"})
_BESIDES = frozenset({FALLBACK_INTENT, "smalltalk", "activity_note", "medicine_taken"})
"""What people say around an emergency is no wish of its own: it is told with the rest of their words."""
_VERBATIM = frozenset({SlotKind.NAME, SlotKind.TEXT})


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a text was understood as, and the calls of models that it took."""

    wishes: list[TaskRequest]
    calls: tuple[ModelCall, ...] = ()

    @property
    def usage(self) -> list[dict[str, JsonValue]]:
        """The calls as they are kept with the request."""
        return [asdict(call) for call in self.calls]


class IntentProcessor:
    """Understands sentences and replies. `offline` is a local provider for what must not fail once more."""

    def __init__(
        self,
        *,
        provider: Provider,
        offline: LocalProvider,
        router: TaskRouter,
        surroundings: SurroundingsReader,
        unit_of_work: UnitOfWorkFactory,
        metrics: Metrics,
    ) -> None:
        self._provider = provider
        self._offline = offline
        self._router = router
        self._surroundings = surroundings
        self._safety = Safety(unit_of_work=unit_of_work)
        self._unit_of_work = unit_of_work
        self._metrics = metrics
        self._parse_seconds = metrics.parse_seconds.labels(provider.name)
        self._verbatim = {
            spec.intent: frozenset(each.name for each in spec.slots if each.slot.kind in _VERBATIM)
            for spec in router.specs
        }

    @property
    def is_remote(self) -> bool:
        """Whether understanding leaves this process, so that what was said must be stored first."""
        return self._provider.is_remote

    async def warm_up(self) -> None:
        """Be ready, so that the first caller waits no longer than others."""
        await warm_up(self._offline, self._router.specs)

    async def understand(
        self, text: str, *, situation: Situation, heard: Heard | None = None, beside: Task | None = None
    ) -> Understanding:
        """One to three wishes, in the order they were said; `other` where nothing fits.

        What must be answered at once comes first, and then nobody outside is asked. `heard`: where it was listened for;
        `beside`: the task to whose question it was said, of which somebody may be told ("yes, and tell my daughter").
        """
        text = to_plain_width(text)
        heard = heard or listen(text)
        answered = await self._answer_at_once(text, heard, situation)
        if answered is not None:
            return answered
        context = await self._context(situation)
        parsing = await self._parse(text, context)
        wishes = self._decide_all(parsing, text, context, beside=beside)
        proposed = [await self._propose(wish, situation) for wish in wishes]
        return Understanding(await self._ask_in_doubt(proposed, text, heard, situation), parsing.calls)

    async def understand_offline(self, text: str, *, situation: Situation) -> Understanding:
        """The same without leaving this process, as a makeshift where the provider is remote."""
        text = to_plain_width(text)
        heard = listen(text)
        answered = await self._answer_at_once(text, heard, situation)
        if answered is not None:
            return answered
        context = await self._context(situation)
        parsing = await self._offline.parse(text, context=context, abilities=self._router.specs)
        parsing = replace(parsing, degraded_reason=DegradedReason.MODEL_FAILED if self.is_remote else None)
        wishes = self._decide_all(parsing, text, context)
        proposed = [await self._propose(wish, situation) for wish in wishes]
        return Understanding(await self._ask_in_doubt(proposed, text, heard, situation))

    def give_up(self) -> Understanding:
        """What is said of words that nobody could read to their end: an honest answer."""
        nothing = ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=0.0)
        parsing = Parsing(tasks=(nothing,), provider=self._offline.name, degraded_reason=DegradedReason.MODEL_FAILED)
        service = self._router.route(FALLBACK_INTENT)
        return Understanding([self._conclude(nothing, service, {}, parsing)])

    async def _answer_at_once(self, text: str, heard: Heard, situation: Situation) -> Understanding | None:
        """What is fixed, with the wishes that were said in the same breath; None where nothing of the kind was heard."""
        answered = await self._safety.answer(text, heard, situation=situation)
        if answered is None or not self._router.knows(answered.wish.intent):
            return None
        try:
            further = await self._understand_rest(answered.rest, situation) if answered.rest else []
        except Exception:
            # Nothing that goes wrong with the rest may keep somebody in danger from being answered.
            logger.exception("the rest could not be understood")
            further = []
        return Understanding([answered.wish, *further][:MAX_WISHES])

    async def _ask_in_doubt(
        self, wishes: list[TaskRequest], text: str, heard: Heard, situation: Situation
    ) -> list[TaskRequest]:
        """The wishes, and whether somebody is in danger where that is doubtful; asked instead of having no answer.

        Not where the words are surely an everyday wish: "I took my pills" sounds like what it is.
        """
        kept = [wish for wish in wishes if wish.intent != FALLBACK_INTENT]
        too_much = [wish for wish in wishes if _is_too_much(wish)]
        is_plain = bool(kept) and [*kept, *too_much] == wishes and all(wish.confidence >= SURE_ENOUGH for wish in kept)
        if not heard.is_doubtful or is_plain or not self._router.knows(EMERGENCY) or len(kept) == MAX_WISHES:
            return wishes
        return [*kept, await self._safety.ask(text, situation=situation), *too_much]

    async def _understand_rest(self, text: str, situation: Situation) -> list[TaskRequest]:
        context = await self._context(situation)
        parsing = await self._offline.parse(text, context=context, abilities=self._router.specs)
        wishes = self._decide_all(parsing, text, context)
        return [
            await self._propose(wish, situation) for wish in wishes if wish.intent not in _BESIDES or _is_too_much(wish)
        ]

    async def _parse(self, text: str, context: ParseContext) -> Parsing:
        with self._parse_seconds.time():
            parsing = await self._provider.parse(text, context=context, abilities=self._router.specs)
        self._measure(parsing.calls)
        return parsing

    def _measure(self, calls: Sequence[ModelCall]) -> None:
        for call in calls:
            self._metrics.model_calls.labels(call.provider, call.outcome).inc()
            tokens = self._metrics.model_tokens
            tokens.labels(call.provider, call.model, "input").inc(call.input_tokens or 0)
            tokens.labels(call.provider, call.model, "output").inc(call.output_tokens or 0)
            cost = self._metrics.model_cost.labels(call.provider, call.model)
            cost.inc((call.cost_microdollars or 0) / MICRODOLLARS)

    def _decide_all(
        self, parsing: Parsing, text: str, context: ParseContext, *, beside: Task | None = None
    ) -> list[TaskRequest]:
        known = [parsed for parsed in parsing.tasks if self._router.offers(parsed.intent)]
        chosen = known or [ParsedTask(intent=FALLBACK_INTENT, details={}, confidence=0.0)]
        wishes = _without_repeats([self._decide(parsed, text, context, parsing) for parsed in chosen])
        too_much = [wish for wish in wishes if _is_too_much(wish)]
        wishes = [*[wish for wish in wishes if not _is_too_much(wish)][:MAX_WISHES], *too_much]
        return self._bind_references(wishes, chosen, beside=beside)

    async def split_reply(self, text: str, *, task: Task, situation: Situation) -> tuple[str, str]:
        """What of a reply answers the task's question, and what is wished besides; each may be empty."""
        context = await self._context(situation)
        said = to_plain_width(text)
        return self._offline.split_reply(said, _question_of(task), context=context, abilities=self._router.specs)

    async def understand_reply(self, text: str, *, task: Task, situation: Situation) -> TaskRequest | None:
        """The task's wish with what the reply adds to it; None where the reply answers nothing."""
        text = to_plain_width(text)
        context = await self._context(situation, _question_of(task))
        parsing = await self._parse(text, context)
        await self._keep_usage(task, parsing)
        parsed = next((each for each in parsing.tasks if each.intent == task.intent), None)
        service = self._router.route(task.intent)
        heard = service.hear_reply(task.details, text)
        if heard is not None:
            own = ParsedTask(intent=task.intent, details=heard, confidence=task.confidence)
            return await self._propose(self._conclude(own, service, heard, parsing), situation)
        said = self._keep_verbatim(parsed, text, context, service) if parsed else {}
        if parsed is None or not (said or parsed.ambiguous or parsed.options):
            return None
        inferred = tuple(sorted({*(name for name in task.inferred if name not in said), *parsed.inferred}))
        keeps_instant = not _TIMED & {*said, *parsed.ambiguous}
        merged = replace(
            parsed,
            details={**task.details, **said},
            confidence=max(task.confidence, parsed.confidence),
            inferred=inferred,
            scheduled_for=task.scheduled_for if keeps_instant else parsed.scheduled_for,
        )
        return await self._propose(self._conclude(merged, service, dict(merged.details), parsing), situation)

    # -------------------------------------------------------------- inside

    async def _propose(self, wish: TaskRequest, situation: Situation) -> TaskRequest:
        if wish.question is None:
            return wish
        service = self._router.route(wish.intent)
        question = await service.propose(wish.question, user_id=situation.user_id, account_id=situation.account_id)
        return replace(wish, question=question)

    async def _keep_usage(self, task: Task, parsing: Parsing) -> None:
        if parsing.calls:
            async with self._unit_of_work() as unit:
                await unit.requests.add_usage(task.request_id, [asdict(call) for call in parsing.calls])

    async def _context(self, situation: Situation, open_question: OpenQuestion | None = None) -> ParseContext:
        about = situation.about
        if about is None:
            about = await self._surroundings.get(situation.user_id, account_id=situation.account_id)
        return ParseContext(
            now=situation.now,
            timezone=situation.timezone,
            account_id=situation.account_id,
            user_id=situation.user_id,
            names=about.names,
            day_times=about.day_times,
            open_question=open_question,
        )

    def _decide(self, parsed: ParsedTask, text: str, context: ParseContext, parsing: Parsing) -> TaskRequest:
        service = self._router.route(parsed.intent)
        details = service.hear(self._keep_verbatim(parsed, text, context, service), text)
        return self._conclude(parsed, service, details, parsing)

    def _bind_references(
        self, wishes: list[TaskRequest], parsed: Sequence[ParsedTask], *, beside: Task | None
    ) -> list[TaskRequest]:
        """The wishes, with those that tell of another one bound to its task, whose id is given then."""
        able = [self._router.route(wish.intent).can_be_told for wish in wishes]
        references = {each.intent: each.reference for each in parsed if each.reference is not None}
        other = beside.id if beside and self._router.route(beside.intent).can_be_told else None
        if not references or not (any(able) or other):
            return wishes
        ids = [make_id() for _ in wishes]
        named = [replace(wish, id=each) for wish, each in zip(wishes, ids, strict=True)]
        return [
            self._bind(wish, ids[_nearest(place, able)] if any(able) else other, references[wish.intent])
            if wish.intent in references and "message" in wish.missing
            else wish
            for place, wish in enumerate(named)
        ]

    def _bind(self, wish: TaskRequest, other: UUID | None, reference: Reference | None) -> TaskRequest:
        """The wish to tell somebody of the other task; what nobody has said in so many words is marked as inferred."""
        service = self._router.route(wish.intent)
        if not service.tells_of_others:
            return wish
        valid = _validated(service, {**wish.details, "about": str(other)})
        known = valid.model_dump(mode="json", exclude_none=True)
        missing = service.find_missing(known)
        question = wish.question
        if wish.question is None or wish.question.slot == "message":
            question = service.question_for(missing[0]) if missing else service.find_doubt(valid)
        inferred = (*wish.inferred, *(["about"] if reference is Reference.MEANT else []))
        return replace(wish, details=known, missing=missing, question=question, inferred=inferred)

    def _keep_verbatim(
        self, parsed: ParsedTask, text: str, context: ParseContext, service: AnyTaskService
    ) -> dict[str, JsonValue]:
        """The details without strings that are neither in the person's words nor a stored record."""
        said = text.casefold()
        must_be_said = self._verbatim[service.intent]
        return {
            name: value
            for name, value in parsed.details.items()
            if name not in must_be_said
            or not isinstance(value, str)
            or value.casefold() in said
            or value in context.names.get(name, ())
            or _is_option(value, context)
        }

    def _conclude(self, parsed: ParsedTask, service: AnyTaskService, details: Details, parsing: Parsing) -> TaskRequest:
        valid = _validated(service, details)
        known = valid.model_dump(mode="json", exclude_none=True)
        missing = service.find_missing(known)
        doubtful = [name for name in parsed.ambiguous if name not in known and not service.is_settled(name, valid)]
        question = None
        if doubtful or missing:
            asked = (doubtful or list(missing))[0]
            question = name_options(service.question_for(asked), parsed.options.get(asked, ()))
        else:
            question = _with_proposal(service.find_doubt(valid), parsed)
        return TaskRequest(
            intent=service.intent,
            details=known,
            confidence=min(1.0, max(0.0, parsed.confidence)),
            provider=parsing.provider,
            degraded_reason=parsing.degraded_reason,
            scheduled_for=parsed.scheduled_for,
            missing=missing,
            question=question,
            inferred=tuple(name for name in parsed.inferred if name in known),
            is_disputed=parsed.is_disputed,
        )


def _is_too_much(wish: TaskRequest) -> bool:
    """Whether it is no wish, but tells what could not be taken with the others."""
    return wish.intent == FALLBACK_INTENT and UNHEARD in wish.details


def _nearest(place: int, able: Sequence[bool]) -> int:
    """The wish that was said last before, else the first one behind."""
    before = [each for each in range(place) if able[each]]
    return before[-1] if before else able.index(True)


def _without_repeats(wishes: Sequence[TaskRequest]) -> list[TaskRequest]:
    """Each wish once: who says the same thing twice in one breath wants it once."""
    kept: list[TaskRequest] = []
    for wish in wishes:
        known = [(each.intent, each.details, each.scheduled_for) for each in kept]
        if (wish.intent, wish.details, wish.scheduled_for) not in known:
            kept.append(wish)
    return kept


def _with_proposal(question: Question | None, parsed: ParsedTask) -> Question | None:
    """A question with the answer that most people would give: "At what time of the day? Shall it be 8 in the morning?"."""
    options = parsed.options.get(question.slot or "", ()) if question and not question.options else ()
    if question is None or len(options) != 1:
        return question
    return replace(question, text=f"{question.text} Shall it be {options[0]}?", options=options)


def _question_of(task: Task) -> OpenQuestion:
    question = task.question or Question(text="")
    return OpenQuestion(intent=task.intent, slot=question.slot, options=question.options, details=task.details)


def _is_option(value: str, context: ParseContext) -> bool:
    return context.open_question is not None and value in context.open_question.options


def _validated(service: AnyTaskService, details: Mapping[str, JsonValue]) -> TaskDetails:
    """The details as their model takes them; a value it refuses is dropped and asked for."""
    left: Details = details
    while True:
        try:
            return service.details_model.model_validate(left)
        except ValidationError as error:
            refused = {str(each["loc"][0]) for each in error.errors() if each["loc"]}
            left = {name: value for name, value in left.items() if name not in refused}


def situation_of(request: NewRequest | Request, about: Surroundings | None = None) -> Situation:
    """The situation in which a request was said."""
    return Situation(
        account_id=request.account_id,
        user_id=request.user_id,
        now=request.spoken_at,
        timezone=request.timezone,
        about=about,
    )
