"""Senses danger in words that no phrase knows: a small linear model beside the phrases of `core/safety`.

`meanings.txt` says which words mean much the same, `features.py` what of a sentence counts, `model.py` weighs it with
`weights.json`, and `python -m core.safety.sense.training` makes those weights from `sentences/` and `patterns.txt`.
"""
