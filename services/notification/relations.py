"""What people call their family and carers: words that mean the same relation, and words for several at once."""

import re
import unicodedata
from collections.abc import Mapping

_SAME: Mapping[str, str] = {
    "mother": "mum mom mam ma mama mamma mummy mommy mumma",
    "father": "dad daddy da papa pa pop pops",
    "grandmother": "grandma gran granny nan nana nanna grandmum grandmom",
    "grandfather": "grandpa grandad granddad gramps grandpop",
    "daughter": "girl",
    "son": "boy",
    "wife": "missus",
    "husband": "hubby",
    "partner": "girlfriend boyfriend fiance fiancee",
    "sister": "sis",
    "brother": "bro",
    "aunt": "auntie aunty",
    "neighbour": "neighbor",
    "carer": "caregiver caretaker helper",
    "doctor": "gp physician",
    "granddaughter": "grandgirl",
    "grandson": "grandboy",
}
_CANONICAL = {word: relation for relation, words in _SAME.items() for word in words.split()}
_OTHERS = frozenset(
    [
        "neighbour",
        "friend",
        "nurse",
        "cousin",
        "nephew",
        "niece",
        "uncle",
        "child",
        "parent",
        "grandchild",
        "grandparent",
        "sibling",
        "relative",
        "godson",
        "goddaughter",
        "stepson",
        "stepdaughter",
        "guardian",
        "caregiver",
    ]
)
_GROUPS: Mapping[str, frozenset[str]] = {
    name: frozenset(members.split())
    for names, members in (
        ("children kids", "daughter son child"),
        ("grandchildren grandkids", "granddaughter grandson grandchild"),
        ("parents folks", "mother father parent"),
        ("grandparents", "grandmother grandfather grandparent"),
        ("siblings", "sister brother sibling"),
    )
    for name in names.split()
}
_EVERYONE = frozenset({"everyone", "everybody", "family", "relatives", "people", "folks", "loved ones", "all"})
_FILLERS = frozenset(
    {"my", "our", "your", "the", "a", "an", "to", "both", "all", "of", "whole", "entire", "them", "please"}
)
_TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "sir"})
_IRREGULAR: Mapping[str, str] = {"wives": "wife", "grandchild": "grandchild"}


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a name or relation without case, accents, punctuation, fillers and titles."""
    plain = re.sub(r"['’]s\b", "", text.casefold())
    letters = unicodedata.normalize("NFKD", plain).replace("'", "").replace("’", "")
    spaced = "".join(letter if letter.isalnum() else " " for letter in letters if not unicodedata.combining(letter))
    words = spaced.split()
    return tuple(word for word in words if word not in _FILLERS | _TITLES) or tuple(
        word for word in words if word not in _FILLERS
    )


def is_everyone(text: str) -> bool:
    """Whether everybody is meant: "my family", "the whole family", "everyone"."""
    words = text.casefold().split()
    left = " ".join(word for word in words if word not in _FILLERS) or ("all" if "all" in words else "")
    return left in _EVERYONE


def relation_of(words: tuple[str, ...]) -> str:
    """One name for all words that mean the same relation; other words are a relation of their own."""
    phrase = " ".join(words)
    return _CANONICAL.get(phrase, phrase)


def is_relation(words: tuple[str, ...]) -> bool:
    """Whether the words are surely no name: "daughter", "mum", "daughter in law"."""
    last = words[0] if words[1:] == ("in", "law") else " ".join(words)
    return relation_of((last,)) in _SAME.keys() | _OTHERS


def has_title(text: str) -> bool:
    """Whether somebody is spoken of by title, and so by the last name: "Mrs. Palmer"."""
    return any(word.rstrip(".") in _TITLES for word in text.casefold().split())


def relations_meant(words: tuple[str, ...]) -> tuple[frozenset[str], bool]:
    """The relations that a word stands for, and whether it means several people ("children", "daughters")."""
    phrase = " ".join(words)
    if phrase in _GROUPS:
        return _GROUPS[phrase], True
    single = _IRREGULAR.get(phrase) or phrase.removesuffix("s")
    known = _CANONICAL.keys() | _SAME.keys()
    if phrase not in known and single != phrase and len(single) > 2:
        return frozenset({_CANONICAL.get(single, single)}), True
    return frozenset({relation_of(words)}), False
