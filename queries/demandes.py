"""Ce qu'on répond à une demande que l'on ne peut satisfaire : une phrase à montrer."""

from __future__ import annotations

import re


def typeset(text: str) -> str:
    """Met les espaces insécables du français : ces phrases sont montrées telles quelles."""
    return re.sub(r" (?=[:;?!»%€])|(?<=«) ", "\N{NO-BREAK SPACE}", text)


class DemandeInvalide(Exception):
    """Une demande à laquelle on ne peut répondre ; str(e) est la phrase à montrer."""

    def __str__(self) -> str:
        """Rend la phrase, composée en français."""
        return typeset(super().__str__())


class FiltreInvalide(DemandeInvalide):
    """Un filtre inconnu, ou une valeur qu'il n'admet pas."""
