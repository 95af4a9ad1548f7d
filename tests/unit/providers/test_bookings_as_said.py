"""Bookings as people ask for them: plainly, politely, in small letters, with hesitations."""

from typing import Any

import pytest

from tests.unit.providers.every_ability import understand_any


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "table for two at the Golden Lotus on saturday at 7pm please",
            {"date": "2026-11-21", "time": "19:00", "party_size": 2, "venue": "Golden Lotus"},
        ),
        (
            "um could you reserve us a table er for six at The Ivy tomorrow at half past seven in the evening",
            {"date": "2026-11-19", "time": "19:30", "party_size": 6, "venue": "The Ivy"},
        ),
        (
            "we'd like dinner for 3 at Luigi's on Friday at 8pm",
            {"date": "2026-11-20", "time": "20:00", "party_size": 3, "venue": "Luigi's"},
        ),
        (
            "Book me a table for 4 at Olive Garden tomorrow 7pm",
            {"date": "2026-11-19", "time": "19:00", "party_size": 4, "venue": "Olive Garden"},
        ),
        (
            "book a table for two at olive garden on friday at 8pm",
            {"date": "2026-11-20", "time": "20:00", "party_size": 2, "venue": "Olive Garden"},
        ),
        (
            "could you please reserve somewhere Italian for two people tomorrow at half past six in the evening",
            {"date": "2026-11-19", "time": "18:30", "party_size": 2, "cuisine": "Italian"},
        ),
        (
            "I'd like a table at the Golden Lotus, six of us, on Sunday at 1pm",
            {"date": "2026-11-22", "time": "13:00", "party_size": 6, "venue": "Golden Lotus"},
        ),
        (
            "make me a reservation for 3 at Luigi's on the 25th at noon",
            {"date": "2026-11-25", "time": "12:00", "party_size": 3, "venue": "Luigi's"},
        ),
        (
            "get us a table for five near the station tonight at 8pm please",
            {"date": "2026-11-18", "time": "20:00", "party_size": 5, "location": "station"},
        ),
        (
            "er I need a booking at Olive Garden for 2 people on Monday at 19:30",
            {"date": "2026-11-23", "time": "19:30", "party_size": 2, "venue": "Olive Garden"},
        ),
        (
            "please book lunch for three at the Golden Lotus on Thursday at 1pm",
            {"date": "2026-11-19", "time": "13:00", "party_size": 3, "venue": "Golden Lotus"},
        ),
        (
            "table for one tomorrow at 6pm at Olive Garden",
            {"date": "2026-11-19", "time": "18:00", "party_size": 1, "venue": "Olive Garden"},
        ),
        (
            "can we have a table for eight on 5 December at 7 in the evening",
            {"date": "2026-12-05", "time": "19:00", "party_size": 8},
        ),
    ],
)
async def test_restaurant_booking_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("restaurant_booking", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "book me a haircut with maria on friday at 2pm",
            {"date": "2026-11-20", "time": "14:00", "stylist": "Maria", "service": "haircut"},
        ),
        (
            "please could you book a manicure for me at Beauty Corner on Saturday at 11 in the morning",
            {"date": "2026-11-21", "time": "11:00", "venue": "Beauty Corner", "service": "manicure"},
        ),
        (
            "um I need a perm, er, on Tuesday at half past ten in the morning",
            {"date": "2026-11-24", "time": "10:30", "service": "perm"},
        ),
        ("I'd like an appointment at the hairdresser's tomorrow at 4pm", {"date": "2026-11-19", "time": "16:00"}),
        ("can I get a pedicure tomorrow at noon", {"date": "2026-11-19", "time": "12:00", "service": "pedicure"}),
        ("make a salon appointment for next week please", {}),
        (
            "schedule a massage with Paul on the 25th at 3pm",
            {"date": "2026-11-25", "time": "15:00", "stylist": "Paul", "service": "massage"},
        ),
        (
            "I want to have my hair cut on Thursday afternoon at three",
            {"date": "2026-11-19", "time": "15:00", "service": "hair cut"},
        ),
        (
            "get me a shampoo and set at Curl Up in Oxford on 4 December at 10:30",
            {
                "date": "2026-12-04",
                "time": "10:30",
                "venue": "Curl Up",
                "location": "Oxford",
                "service": "shampoo and set",
            },
        ),
        ("put me down for a facial on Monday at 5pm", {"date": "2026-11-23", "time": "17:00", "service": "facial"}),
        ("my hair needs doing, book me in with Maria", {"stylist": "Maria"}),
        (
            "could I have a beard trim on Friday morning at nine please",
            {"date": "2026-11-20", "time": "09:00", "service": "beard trim"},
        ),
        (
            "reserve a chair at Curl Up for a blow dry tomorrow at 6pm",
            {"date": "2026-11-19", "time": "18:00", "venue": "Curl Up", "service": "blow dry"},
        ),
    ],
)
async def test_salon_booking_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("salon_booking", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "move my table at Olive Garden to Saturday at 8 in the evening",
            {"date": "2026-11-21", "time": "20:00", "venue": "Olive Garden", "kind": "table"},
        ),
        ("please change my haircut to three o'clock", {"time": "15:00", "service": "haircut"}),
        (
            "could you reschedule my appointment with Maria for next Tuesday",
            {"date": "2026-11-24", "stylist": "Maria", "kind": "appointment"},
        ),
        (
            "I have a booking at the Golden Lotus, can you make it for six people instead",
            {"party_size": 6, "venue": "Golden Lotus"},
        ),
        ("we need to postpone our dinner reservation to the 12th", {"date": "2026-12-12", "kind": "dinner"}),
        ("make my table tomorrow an hour later", {"date": "2026-11-19", "shift": "an hour later", "kind": "table"}),
        ("change my booking on friday from 7pm to 8pm", {"time": "20:00", "which": "on friday from 7pm"}),
        ("can you push my hair appointment back to 4pm", {"time": "16:00", "kind": "hair"}),
        ("um could we have the table for 5 instead of 4", {"party_size": 5, "kind": "table"}),
        ("I want my massage moved to Monday", {"date": "2026-11-23", "service": "massage"}),
        ("bring my table forward to 6pm please", {"time": "18:00", "kind": "table"}),
        ("change the reservation at Olive Garden to 3 people", {"party_size": 3, "venue": "Olive Garden"}),
        (
            "my haircut on friday, move it to saturday",
            {"date": "2026-11-21", "service": "haircut", "which": "on friday"},
        ),
    ],
)
async def test_booking_change_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("booking_change", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("cancel my table at Olive Garden tomorrow", {"date": "2026-11-19", "venue": "Olive Garden", "kind": "table"}),
        (
            "please call off my appointment with Maria on Friday",
            {"date": "2026-11-20", "stylist": "Maria", "kind": "appointment"},
        ),
        (
            "I have a booking at the Golden Lotus for Sunday, I'd like to cancel it",
            {"date": "2026-11-22", "venue": "Golden Lotus"},
        ),
        ("I can't make it to my haircut on Tuesday", {"date": "2026-11-24", "service": "haircut"}),
        ("we won't need the table tonight any more", {"date": "2026-11-18", "kind": "table"}),
        ("could you cancel the reservation for 4 at Olive Garden", {"party_size": 4, "venue": "Olive Garden"}),
        ("get rid of my massage on monday", {"date": "2026-11-23", "service": "massage"}),
        ("um cancel the er haircut please", {"service": "haircut"}),
        ("I made a reservation at Luigi's for Friday, please cancel it", {"date": "2026-11-20", "venue": "Luigi's"}),
        ("scrap my dinner booking", {"kind": "dinner"}),
        ("I don't want my salon appointment any more", {"kind": "salon"}),
        ("my table for tomorrow needs to be cancelled", {"date": "2026-11-19", "kind": "table"}),
    ],
)
async def test_booking_cancel_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("booking_cancel", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("when is my table at olive garden", {"venue": "Olive Garden", "kind": "table"}),
        (
            "do I have an appointment with Maria this week",
            {"days": "2026-11-18/2026-11-22", "stylist": "Maria", "kind": "appointment"},
        ),
        ("what have I booked for Friday", {"date": "2026-11-20"}),
        ("did you book my haircut", {"service": "haircut"}),
        ("I booked a table for Sunday, what time was it", {"date": "2026-11-22", "kind": "table"}),
        ("please check my reservation at the Golden Lotus", {"venue": "Golden Lotus"}),
        ("what time is my manicure on Saturday", {"date": "2026-11-21", "service": "manicure"}),
        ("have I got a table for tomorrow", {"date": "2026-11-19", "kind": "table"}),
        ("show me my bookings", {}),
        ("is my appointment tomorrow", {"date": "2026-11-19", "kind": "appointment"}),
        ("um when am I booked in at the hairdresser", {"kind": "hairdresser"}),
        ("what appointments do I have next week", {"days": "2026-11-23/2026-11-29", "kind": "appointments"}),
    ],
)
async def test_booking_lookup_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("booking_lookup", details)


@pytest.mark.parametrize(
    ("text", "details"),
    [
        (
            "is there a table for four at Olive Garden on Friday evening",
            {"date": "2026-11-20", "party_size": 4, "venue": "Olive Garden", "day_part": "evening", "kind": "table"},
        ),
        (
            "when does Maria have time for a haircut this week",
            {"days": "2026-11-18/2026-11-22", "stylist": "Maria", "service": "haircut"},
        ),
        (
            "find me a nice Italian restaurant near the station",
            {"location": "station", "cuisine": "Italian", "kind": "restaurant"},
        ),
        (
            "are there any tables free for two tonight",
            {"date": "2026-11-18", "party_size": 2, "day_part": "evening", "kind": "tables"},
        ),
        ("which salons have an appointment free on Saturday", {"date": "2026-11-21", "kind": "salons"}),
        ("where could we have lunch on Sunday", {"date": "2026-11-22", "day_part": "lunch", "kind": "lunch"}),
        ("any free slots for a manicure tomorrow", {"date": "2026-11-19", "service": "manicure"}),
        ("do they have a table at Luigi's at 8pm", {"time": "20:00", "venue": "Luigi's", "kind": "table"}),
        ("is Maria free on Friday at 3pm", {"date": "2026-11-20", "time": "15:00", "stylist": "Maria"}),
        ("can you look for a hairdresser in Oxford", {"location": "Oxford", "kind": "hairdresser"}),
        ("what times are free at Curl Up tomorrow", {"date": "2026-11-19", "venue": "Curl Up"}),
        ("I'm looking for somewhere to eat tonight", {"date": "2026-11-18", "day_part": "evening"}),
    ],
)
async def test_availability_search_is_understood(text: str, details: dict[str, Any]) -> None:
    task = await understand_any(text)
    assert (task.intent, task.details) == ("availability_search", details)
