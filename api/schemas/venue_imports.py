"""Venues that come many at a time."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from pydantic import ConfigDict, Field

from api.schemas.common import Answer, RequestBody
from api.schemas.venues import VENUE_EXAMPLE, VenueBody
from services.venue_import import Imported, ImportOutcome

MOST_VENUES = 500
"""So many may come at once."""


class VenueImportBody(RequestBody):
    """Venues to be there afterwards. What is there already (same name, same location) is changed as far as it is said."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "venues": [
                        {"name": "Olive Garden", "kind": "restaurant", "location": "Soho"},
                        {"name": "Silver Scissors", "kind": "salon", "services": ["haircut"], "staff": ["Maria"]},
                    ]
                }
            ]
        }
    )

    venues: tuple[VenueBody, ...] = Field(min_length=1, max_length=MOST_VENUES)


class ImportedVenue(Answer):
    """What became of a row."""

    place: str = Field(description="Where it stood: a pointer into the body, or a line of the table.")
    outcome: ImportOutcome
    venue_id: UUID | None = Field(description="null where nothing was stored.")
    name: str
    location: str | None


class VenueImportAnswer(Answer):
    """What became of all rows; all of them were taken."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "created": 1,
                    "changed": 0,
                    "unchanged": 1,
                    "stored": True,
                    "items": [
                        {
                            "place": "line 2",
                            "outcome": "created",
                            "venue_id": VENUE_EXAMPLE["id"],
                            "name": "Olive Garden",
                            "location": "Soho",
                        },
                        {
                            "place": "line 3",
                            "outcome": "unchanged",
                            "venue_id": VENUE_EXAMPLE["id"],
                            "name": "Silver Scissors",
                            "location": None,
                        },
                    ],
                }
            ]
        }
    )

    created: int
    changed: int
    unchanged: int
    stored: bool = Field(description="false in a dry run.")
    items: list[ImportedVenue]

    @classmethod
    def of(cls, imported: Sequence[Imported], *, stored: bool) -> "VenueImportAnswer":
        """The public form."""
        counts = Counter(each.outcome for each in imported)
        items = [
            ImportedVenue(
                place=each.place,
                outcome=each.outcome,
                venue_id=each.venue.id if stored or each.outcome is not ImportOutcome.CREATED else None,
                name=each.venue.name,
                location=each.venue.location,
            )
            for each in imported
        ]
        return cls(**{str(outcome): counts[outcome] for outcome in ImportOutcome}, stored=stored, items=items)
