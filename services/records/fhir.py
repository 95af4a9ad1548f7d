"""What was recorded as FHIR R4 (https://hl7.org/fhir/R4/medicationstatement.html): a Bundle of MedicationStatements.

Medicines are text as somebody named them: a code would be a guess of ours. A statement says no more than was recorded, so a
dose that nobody confirmed has the status `unknown`, not `not-taken`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from core.adherence import Dose, DoseResult
from core.people import User

_STATUS: Mapping[DoseResult, str] = {
    DoseResult.TAKEN: "completed",
    DoseResult.LATE: "completed",
    DoseResult.SKIPPED: "not-taken",
    DoseResult.MISSED: "unknown",
    DoseResult.UNKNOWN: "unknown",
}
_REASON: Mapping[DoseResult, str] = {
    DoseResult.SKIPPED: "Left out, as the person or somebody for them said",
    DoseResult.MISSED: "The person was reminded, and nobody confirmed it",
    DoseResult.UNKNOWN: "The person could not be reminded, and nobody confirmed it",
}
_LATE = "Confirmed after it had counted as missed."


def write_bundle(user: User, doses: Sequence[Dose], *, at: datetime) -> dict[str, JsonValue]:
    """The person, and a statement for each dose that has ended, in order."""
    patient: dict[str, JsonValue] = {"resourceType": "Patient", "id": str(user.id)}
    if user.known_name:
        patient["name"] = [{"text": user.known_name}]
    resources = [patient, *(_to_statement(each, user) for each in doses)]
    entries: list[JsonValue] = [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in resources]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": _instant(at, "UTC"), "entry": entries}


def _to_statement(dose: Dose, user: User) -> dict[str, JsonValue]:
    occurrence, reminder = dose.occurrence, dose.reminder
    statement: dict[str, JsonValue] = {
        "resourceType": "MedicationStatement",
        "id": str(occurrence.id),
        "status": _STATUS[dose.result],
        "medicationCodeableConcept": {"text": reminder.subject},
        "subject": {"reference": f"urn:uuid:{user.id}"},
        "effectiveDateTime": _instant(occurrence.taken_at or occurrence.scheduled_for, reminder.timezone),
    }
    if reason := _REASON.get(dose.result):
        statement["statusReason"] = [{"text": reason}]
    if occurrence.answered_at:
        statement["dateAsserted"] = _instant(occurrence.answered_at, reminder.timezone)
    if dose.result is DoseResult.LATE:
        statement["note"] = [{"text": _LATE}]
    dosage: dict[str, JsonValue] = {"text": reminder.dosage} if reminder.dosage else {}
    if not dose.is_planned:
        dosage["asNeededBoolean"] = True
    if dosage:
        statement["dosage"] = [dosage]
    return statement


def _instant(at: datetime, timezone: str) -> str:
    return at.astimezone(ZoneInfo(timezone)).isoformat(timespec="seconds")
