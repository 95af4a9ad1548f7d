"""What a sentence is about by its wording: a small linear model, for the sentences that no cue fits or several do.

`features.py` says what of a sentence counts, `model.py` weighs it with `weights.json.gz`, and
`python -m providers.rules.wording.training` makes those weights from the sentences beside it.
"""
