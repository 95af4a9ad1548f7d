"""Emergency numbers, where one number calls police, fire brigade and ambulance alike; elsewhere none is claimed.

Public facts, kept few: a wrong number is worse than none. Where the person is (the time zone) counts before where they
come from (the locale).
"""

from collections.abc import Mapping

UNKNOWN = "your emergency number"

_BY_COUNTRY: Mapping[str, str] = {
    **dict.fromkeys(("GB", "IE", "HK", "MY"), "999"),
    **dict.fromkeys(("US", "CA", "MX", "PH"), "911"),
    "AU": "000",
    "NZ": "111",
    **dict.fromkeys(
        (
            *(
                "AT",
                "BE",
                "BG",
                "CH",
                "CY",
                "CZ",
                "DE",
                "DK",
                "EE",
                "ES",
                "FI",
                "FR",
                "GR",
                "HR",
                "HU",
                "IS",
                "IT",
                "LI",
                "LT",
            ),
            *("LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK", "TR", "IN"),
        ),
        "112",
    ),
}
_CRISIS_LINES: Mapping[str, str] = {
    **dict.fromkeys(("GB", "IE"), "Samaritans on 116 123"),
    **dict.fromkeys(("US", "CA"), "the crisis line on 988"),
    "AU": "Lifeline on 13 11 14",
    "NZ": "the helpline on 1737",
}
"""Who listens at any hour to people who want to die."""

_ZONES: Mapping[str, str] = {
    "GB": "Europe/London Europe/Belfast Europe/Jersey Europe/Guernsey Europe/Isle_of_Man GB",
    "IE": "Europe/Dublin Eire",
    "DE": "Europe/Berlin Europe/Busingen",
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "BG": "Europe/Sofia",
    "CH": "Europe/Zurich",
    "CY": "Asia/Nicosia Europe/Nicosia",
    "CZ": "Europe/Prague",
    "DK": "Europe/Copenhagen",
    "EE": "Europe/Tallinn",
    "ES": "Europe/Madrid Atlantic/Canary Africa/Ceuta",
    "FI": "Europe/Helsinki Europe/Mariehamn",
    "FR": "Europe/Paris",
    "GR": "Europe/Athens",
    "HR": "Europe/Zagreb",
    "HU": "Europe/Budapest",
    "IS": "Atlantic/Reykjavik",
    "IT": "Europe/Rome",
    "LI": "Europe/Vaduz",
    "LT": "Europe/Vilnius",
    "LU": "Europe/Luxembourg",
    "LV": "Europe/Riga",
    "MT": "Europe/Malta",
    "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo",
    "PL": "Europe/Warsaw Poland",
    "PT": "Europe/Lisbon Atlantic/Madeira Atlantic/Azores Portugal",
    "RO": "Europe/Bucharest",
    "SE": "Europe/Stockholm",
    "SI": "Europe/Ljubljana",
    "SK": "Europe/Bratislava",
    "TR": "Europe/Istanbul Turkey",
    "IN": "Asia/Kolkata Asia/Calcutta",
    "HK": "Asia/Hong_Kong Hongkong",
    "MY": "Asia/Kuala_Lumpur Asia/Kuching",
    "PH": "Asia/Manila",
    "NZ": "Pacific/Auckland Pacific/Chatham NZ",
    "AU": "Antarctica/Macquarie",
    "US": (
        "America/New_York America/Detroit America/Chicago America/Menominee America/Denver America/Boise America/Phoenix "
        "America/Los_Angeles America/Anchorage America/Juneau America/Sitka America/Nome America/Yakutat America/Metlakatla "
        "America/Adak Pacific/Honolulu"
    ),
    "CA": (
        "America/Toronto America/Montreal America/Vancouver America/Edmonton America/Calgary America/Winnipeg America/Regina "
        "America/Halifax America/Moncton America/Glace_Bay America/Goose_Bay America/St_Johns America/Whitehorse "
        "America/Dawson America/Dawson_Creek America/Fort_Nelson America/Yellowknife America/Inuvik America/Iqaluit "
        "America/Rankin_Inlet America/Resolute America/Cambridge_Bay America/Swift_Current America/Thunder_Bay"
    ),
    "MX": (
        "America/Mexico_City America/Cancun America/Merida America/Monterrey America/Chihuahua America/Ciudad_Juarez "
        "America/Hermosillo America/Mazatlan America/Tijuana America/Ojinaga America/Matamoros America/Bahia_Banderas"
    ),
}
_COUNTRY_OF = {zone: country for country, zones in _ZONES.items() for zone in zones.split()}
_FAMILIES = {
    "Australia": "AU",
    "US": "US",
    "Canada": "CA",
    "Mexico": "MX",
    "America/Indiana": "US",
    "America/Kentucky": "US",
    "America/North_Dakota": "US",
}


def find_country(*, timezone: str, locale: str) -> str | None:
    """The country by its two letters; by the locale ("en-GB") only where the zone belongs to none ("UTC")."""
    country = _COUNTRY_OF.get(timezone) or _FAMILIES.get(timezone.rpartition("/")[0])
    if country is None and "/" in timezone and not timezone.startswith("Etc/"):
        return None
    return country or _region_of(locale)


def emergency_number(country: str | None) -> str:
    """The number to call, or words for it where we don't know one."""
    return _BY_COUNTRY.get(country or "", UNKNOWN)


def crisis_line(country: str | None) -> str | None:
    """Whom somebody can call who wants to die, as it is read aloud."""
    return _CRISIS_LINES.get(country or "")


def _region_of(locale: str) -> str | None:
    region = locale.replace("_", "-").split(".")[0].rpartition("-")[2]
    return region.upper() if len(region) == 2 and "-" in locale.replace("_", "-") else None
