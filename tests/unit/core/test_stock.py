"""How many pieces a dose is, and how amounts are spelled."""

from decimal import Decimal

import pytest

from core.stock import read_dose_size, spell


@pytest.mark.parametrize(
    ("dosage", "size"),
    [
        (None, "1"),
        ("2 tablets", "2"),
        ("two tablets", "2"),
        ("one", "1"),
        ("half a tablet", "0.5"),
        ("½ tablet", "0.5"),
        ("1 1/2 tablets", "1.5"),
        ("1 and a half tablets", "1.5"),
        ("500 mg", "1"),
        ("2 tablets of 500 mg", "2"),
        ("500 mg, 2 tablets", "2"),
        ("1.5 ml", "1.5"),
        ("10 units", "10"),
        ("three puffs", "3"),
        ("as the doctor said", "1"),
        ("0 tablets", "1"),
        ("9999999 tablets", "1"),
    ],
)
def test_dose_is_so_many_pieces(dosage: str | None, size: str) -> None:
    assert read_dose_size(dosage) == Decimal(size)


@pytest.mark.parametrize(("amount", "spelled"), [("28.00", "28"), ("1.50", "1.5"), ("100", "100"), ("0.00", "0")])
def test_amount_has_no_needless_noughts(amount: str, spelled: str) -> None:
    assert spell(Decimal(amount)) == spelled
