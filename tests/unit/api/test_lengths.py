"""Text is as long as it was sent."""

import pytest
from pydantic import ValidationError

from api.schemas.requests import ParseBody, SubmitBody

MOST = 4000


@pytest.mark.parametrize("model", [ParseBody, SubmitBody])
def test_spaces_at_the_ends_count_as_the_document_counts_them(model: type[ParseBody] | type[SubmitBody]) -> None:
    assert model.model_validate({"text": f" {'x' * (MOST - 1)}"}).text == "x" * (MOST - 1)
    with pytest.raises(ValidationError, match=f"at most|{MOST} characters"):
        model.model_validate({"text": f" {'x' * MOST}"})
