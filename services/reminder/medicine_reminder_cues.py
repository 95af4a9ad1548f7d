"""How people ask to be reminded of their medicine."""

from core.ability import Cues
from services.booking.booking_words import WHEN
from services.reminder.reminder_words import HANDLES, MEDICINE, PHARMACY, REMIND, SOMEBODY_ELSE, UNLISTED_MEDICINE

_OTHERS = (
    rf"^(?!.*{PHARMACY})(?!.*{HANDLES})(?!.*{SOMEBODY_ELSE})(?!.*\b(?:stop|quit) reminding\b)"
    rf"(?!.*\b(?:what|when|which|show|list|did i|have i|do i)\b.*\b(?:reminders?|remind|take|taken)\b)"
)
_TAKE = r"\b(?:take|taking|give|giving|have|drink|swallow|inject|use|apply|put in|put on|rub)\b"

_NOT_ASKED = (
    r"(?!(?:what|when|which|why|how|who|where|can|could|should|shall|did|have|has|do|does|is|are|was|am|may|will)\b)"
    r"(?!.*\b(?:took|taken|had|missed|forgot|forgotten|skipped|run out|ran out|running out|tell|text|message|let \w+ know|appointment|doctor|side effects?|"
    r"cancel|stop|skip|pause|instead)\b)"
    rf"(?!.*\b{MEDICINE} (?:make|makes|made|are|is|was|were|give|gives|gave|help|helps|work|works|don't|doesn't|didn't)\b)"
)
"""Medicine with an hour, where nothing is asked, told or reported."""

CUES = Cues(
    phrases=(
        (rf"{_OTHERS}.*\b{REMIND}\b.*{UNLISTED_MEDICINE}", 1.9),
        (
            rf"{_OTHERS}.*\b(?:i|we) (?:must|have to|need to|should|'ve got to)\b.{{0,20}}{UNLISTED_MEDICINE}.*\b(?:every|each|daily|twice|once|at)\b",
            0.9,
        ),
        (rf"{_OTHERS}.*\b{REMIND}\b.*\b{MEDICINE}\b", 1.9),
        (rf"{_OTHERS}.*\b{REMIND}\b.*\b(?:taper|wean)\b.*\b(?:mg|dose|by|off)\b", 1.9),
        (rf"{_OTHERS}.*\b{MEDICINE}\b.*\b{REMIND}\b", 1.8),
        (
            rf"{_OTHERS}.*\b(?:i|we|he|she|mum|mom|dad) (?:must|need to|have to|should|has to|needs to|am to|'ve got to)\b.{{0,20}}{_TAKE}.{{0,40}}\b{MEDICINE}\b",
            0.9,
        ),
        (
            rf"{_OTHERS}.*\b(?:don'?t|never|make sure i don'?t|must not) (?:let me )?forget\b.{{0,40}}\b{MEDICINE}\b",
            1.2,
        ),
        (
            rf"{_OTHERS}.*\b(?:don'?t|do not|won'?t|never|not|mustn'?t) (?:miss|skip|run late with)\b.{{0,40}}\b{MEDICINE}\b",
            1.2,
        ),
        (rf"{_OTHERS}{_NOT_ASKED}(?=.*{WHEN}).*\b{MEDICINE}\b", 0.5),
        (rf"{_OTHERS}.*\b{REMIND} (?:me|us|him|her)\b.{{0,20}}\bto take (?:my|the|a|an|one|two|three|\d)\b", 0.9),
        (rf"{_OTHERS}.*\b(?:set|make|add|create|put|schedule)\b.{{0,40}}\b{MEDICINE}\b", 0.7),
        (rf"{_OTHERS}.*\b{MEDICINE}\b.{{0,30}}\b(?:every|each|twice|three times|once|daily|nightly)\b", 0.6),
    ),
    examples=(
        "Remind me to take my blood pressure pills every morning at 8.",
        "I need to take my heart tablets twice a day, at nine in the morning and nine in the evening.",
        "Please don't let me forget my insulin before breakfast.",
        "Set a reminder for my eye drops at 10 tonight.",
        "Remind me to take 2 tablets of paracetamol in 20 minutes.",
        "Every evening at seven remind me of my vitamins.",
    ),
)
