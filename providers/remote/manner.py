"""How one server has to be asked: as its dialect says, less what it turned out not to take."""

from dataclasses import dataclass

import structlog

from providers.remote.dialect import Dialect, Structure
from providers.remote.errors import CallFailedError
from providers.remote.form import Form

logger = structlog.stdlib.get_logger(__name__)

_OTHER_CAP = {"max_tokens": "max_completion_tokens", "max_completion_tokens": "max_tokens"}


@dataclass(slots=True)
class Manner:
    """Kept as long as the process lives, for one model on one server; each thing learnt is logged once."""

    dialect: Dialect
    structure: Structure
    cap_field: str
    _first_cap_field: str

    @staticmethod
    def of(dialect: Dialect) -> "Manner":
        """As the dialect says."""
        return Manner(dialect, dialect.structure, dialect.cap_field, dialect.cap_field)

    @property
    def is_loose(self) -> bool:
        """Whether an answer may have something around it."""
        return self.structure is not Structure.STRICT_SCHEMA or not self.dialect.keeps_to_schema

    @property
    def shows_form(self) -> bool:
        """Whether the model has to be told the form in words, since nothing else makes it keep to it."""
        return self.dialect.form_in_prompt or self.structure <= Structure.JSON_OBJECT

    def structure_for(self, form: Form) -> Structure:
        """How this form can be asked for."""
        return self.structure if form.is_strict else min(self.structure, Structure.SCHEMA)

    def adapt(self, error: CallFailedError, *, structure: Structure, cap_field: str) -> bool:
        """Give up what the server did not take in a call of this manner; False where there is nothing to give up."""
        if (structure, cap_field) != (min(self.structure, structure), self.cap_field):
            return True  # another call has found it out meanwhile
        if error.refuses_form and structure > Structure.PROMPT:
            self.structure = Structure(structure - 1)
        elif error.refuses_cap and cap_field == self._first_cap_field:
            self.cap_field = _OTHER_CAP[cap_field]
        else:
            return False
        logger.warning(
            "the model's server does not take this form, a looser one is used from now on",
            structure=self.structure.name.lower(),
            cap_field=self.cap_field,
        )
        return True
