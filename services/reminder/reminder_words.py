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

HANDLES = (
    r"(?:\b(?:cancel|delete|stop|remove|drop|change|move|push|switch|turn off|get rid|clear|re-?schedule|postpone|put off|put back|"
    r"delay|snooze|bring|update|pause|skip|no longer need|don'?t need|do not need|don'?t want)\b.{0,60}\b(?:reminders?|alarms?)\b"
    r"|\bmake\b.{0,20}\b(?:reminders?|alarms?)\b.{0,40}\b(?:earlier|later)\b)"
)
"""Something is done to a reminder that there is already."""

REMINDERS = r"(?:reminders?|alarms?|wake[- ]up calls?)"

SUBJECT_LEADS = (
    "reminder to",
    "reminder about",
    "reminder for",
    "reminder of",
    "reminder that",
    "reminder",
    "reminders for",
    "remind me to",
    "remind me about",
    "remind me of",
    "remind me that",
    "remind me",
    "reminding me to",
    "reminding me about",
    "reminding me of",
    "alarm for",
    "alarm to",
    "alarm called",
    "forget to",
    "forget about",
    "forget that",
    "forget",
    "remember to",
    "alert me to",
    "alert me about",
    "notify me to",
    "notify me about",
    "tell me to",
    "me to",
    "me about",
    "me of",
    "me that",
    "us to",
    "us about",
    "to",
    "about",
    "of",
    "that",
    "for",
    "schedule",
    "add",
    "put",
    "plan",
    "mark",
    "set",
    "called",
    "titled",
    "named",
    "name it",
    "title it",
    "calling it",
    "under the name",
    "with the name",
    "with the title",
)
"""What leads in the thing to be reminded of."""

WAKES = ("wake me up", "wake us up", "wake me", "get me up", "wake-up call", "wake up call", "alarm", "alarms")
"""What is to be done where nothing else is said."""

KNOWN_SUBJECT_LEADS = (*SUBJECT_LEADS[:13], "about", "my", "the", "to", "for", "called")
"""What leads in the thing of which there is a reminder already."""

MEDICINES = (
    "medicine",
    "medicines",
    "medication",
    "medications",
    "meds",
    "pill",
    "pills",
    "tablet",
    "tablets",
    "capsule",
    "capsules",
    "vitamin",
    "vitamins",
    "insulin",
    "antibiotic",
    "antibiotics",
    "drops",
    "inhaler",
    "painkiller",
    "painkillers",
    "aspirin",
    "paracetamol",
    "ibuprofen",
    "metformin",
    "statin",
    "statins",
    "warfarin",
    "supplement",
    "supplements",
    "syrup",
    "ointment",
    "injection",
    "injections",
    "dose",
    "lisinopril",
    "amlodipine",
    "omeprazole",
    "simvastatin",
    "atorvastatin",
    "levothyroxine",
    "ramipril",
    "bisoprolol",
)
"""Nouns by which medicine is known where the words may as well mean something else."""

TAKE_LEADS = (
    "to take",
    "taking",
    "take",
    "have taken",
    "took",
    "taken",
    "had",
    "swallowed",
    "to have",
    "to give",
    "giving",
    "to use",
    "to inject",
    "to apply",
    "to put in",
    "drink",
    "forget",
    "for",
    "about",
    "of",
    "my",
    "the",
    "his",
    "her",
    "our",
)
"""What leads in a medicine."""
