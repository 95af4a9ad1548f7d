"""The words for medicine and for reminding, shared by the cues of all reminders."""

MEDICINE = (
    r"(?:medicines?|medications?|medicatino|meds?|pills?|tablets?|capsules?|vitamins?|insulin|antibiotics?|drops|eye ?drops|"
    r"inhaler|painkillers?|pain ?meds?|aspirin|paracetamol|ibuprofen|tylenol|metformin|statins?|warfarin|beta blockers?|"
    r"blood (?:pressure|thinner)s?|heart (?:pill|tablet)s?|water tablets?|supplements?|cough syrup|syrup|ointment|puffer|"
    r"injections?|doses?|lisinopril|amlodipine|omeprazole|simvastatin|atorvastatin|levothyroxine|ramipril|bisoprolol)"
)
"""Something that is taken for one's health."""

PHARMACY = (
    r"\b(?:pick(?:ing)? up|refills?|refilling|re-?order|order|buy|collect|get|fetch|renew|prescriptions?|pharmacy)\b"
)
"""Getting medicine is no taking of it."""

REMIND = (
    r"(?:remind(?:ed|ing)?|reminders?|alarms?|alert me|wake me|wake[- ]up call|notify me|don'?t let me forget|"
    r"(?:so|that) i (?:don'?t|won'?t|do not) forget|prompt me|nudge me)"
)
"""To be told in time."""

REMINDERS = r"(?:reminders?|alarms?|wake[- ]up calls?)"
