"""Summaries of a day or a week for family, as values and times: pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from core.notification import Topic
from core.when import to_instant, to_local

SUMMARY_TOPICS = (Topic.DAILY_SUMMARY, Topic.WEEKLY_SUMMARY)
_SUNDAY = 6
_SETTLES = timedelta(minutes=5)
"""A summary tells what ended this long before its time, so that no answer that is just being stored falls between two."""
_DAYS = {Topic.DAILY_SUMMARY: 1, Topic.WEEKLY_SUMMARY: 7}
_NEWS_FOR = {Topic.DAILY_SUMMARY: timedelta(hours=18), Topic.WEEKLY_SUMMARY: timedelta(days=3)}
"""How late one is still made, where everything was down at its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a summary is made of: how doses ended behind `since` and up to `until`. `on`: its local date, the last it is about."""

    topic: Topic
    on: date
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The last summary of a topic that was made, or passed over: its local date, and up to when it told."""

    on: date
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryTurn:
    """A contact whose summaries are to be looked at, with the last ones by topic."""

    contact_id: UUID
    user_id: UUID
    account_id: UUID
    made: Mapping[Topic, Made]


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryClock:
    """When a person's summaries are due: on the wall clock of their zone, those of a week on Sundays."""

    at: time
    timezone: str

    def find_last(self, topic: Topic, *, now: datetime) -> date:
        """The local date of the latest summary that is due by now."""
        on = to_local(now, self.timezone).date()
        while (topic is Topic.WEEKLY_SUMMARY and on.weekday() != _SUNDAY) or self.due_at(on) > now:
            on -= timedelta(days=1)
        return on

    def find_next(self, topic: Topic, *, now: datetime) -> datetime:
        """The first instant after now at which one is due."""
        return self.due_at(self.find_last(topic, now=now) + timedelta(days=_DAYS[topic]))

    def due_at(self, on: date) -> datetime:
        """When the summary of a local date is due."""
        return to_instant(on, self.at, self.timezone)

    def find_due(self, topic: Topic, made: Made, *, now: datetime) -> Summary | None:
        """The summary to make now: the latest that is due, unless it was made, or is no news any more.

        It begins where the one before ended, so that nothing is told twice or falls between two, whatever becomes of the
        clock and of the hour in the meantime. Where the one before was passed over, it is about its own day, or week, alone.
        """
        on = self.find_last(topic, now=now)
        if on <= made.on or now - self.due_at(on) > _NEWS_FOR[topic]:
            return None
        until = self.due_at(on) - _SETTLES
        before = on - timedelta(days=_DAYS[topic])
        since = made.until if made.on >= before else self.due_at(before) - _SETTLES
        return Summary(topic=topic, on=on, since=since, until=until)

    def start(self, topic: Topic, *, asked_at: datetime) -> Made:
        """What counts as made for somebody who wants summaries from `asked_at` on: the first is the next that is due."""
        on = self.find_last(topic, now=asked_at)
        return Made(on=on, until=self.due_at(on) - _SETTLES)

    def passed(self, topic: Topic, made: Made, *, now: datetime) -> Made:
        """What counts as made once what is due by now has been made, or passed over."""
        on = self.find_last(topic, now=now)
        return Made(on=on, until=self.due_at(on) - _SETTLES) if on > made.on else made
