"""Les chiffres clés : un grand nombre, son unité en mots, son évolution, les deux périodes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import queries
from pages.shared.words.formatting import HARD_SPACE, UNKNOWN, escape

# En dessous, un pourcentage varie trop pour être montré seul.
SMALL_COUNT = queries.seuil("seuil_petit_effectif")


@dataclass(frozen=True)
class Card:
    """Un chiffre clé ; `valeur` est déjà écrite, « non renseigné » compris."""

    titre: str
    valeur: str
    unite: str = ""
    evolution: str = ""
    note: str = ""


def cards_html(cards: Sequence[Card], *, est_secondaire: bool = False) -> str:
    """Rend les chiffres clés, quatre par rangée au plus."""
    kind = "chiffres autres" if est_secondaire else "chiffres"
    return f'<div class="{kind}">{"".join(_card(one) for one in cards)}</div>'


def _card(card: Card) -> str:
    words = " mots" if card.valeur == UNKNOWN else ""
    unit = f'{HARD_SPACE}<span class="unite">{escape(card.unite)}</span>' if card.unite else ""
    more = "".join(
        f'<p class="{name}">{escape(text)}</p>'
        for name, text in (("evolution", card.evolution), ("note", card.note))
        if text
    )
    return (
        f'<div class="chiffre"><p class="titre">{escape(card.titre)}</p>'
        f'<p class="valeur{words}">{escape(card.valeur)}{unit}</p>{more}</div>'
    )
