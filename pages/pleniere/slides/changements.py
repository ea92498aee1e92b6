"""Ce qui a changé depuis le dernier copil : ce qui s'est passé, a été corrigé, ou redéfini."""

from __future__ import annotations

from collections.abc import Sequence

from pages.pleniere.contexte import Contexte, Fiche, build
from pages.pleniere.slide import Slide
from pages.shared.words.formatting import counted, join_words, lower_first, month, number
from queries.ecarts import Ecart

FICHE = Fiche(rang=15, nom="Depuis le dernier copil", indicateur="chiffres_cles")

# nature -> (en tête de phrase, ce qui est compté)
NATURES = {
    "passe": ("Ce qui s'est passé", "chiffre nouveau ou complété",
              "chiffres nouveaux ou complétés"),
    "corrige": ("Ce qui a été corrigé", "chiffre d'une période close",
                "chiffres de périodes closes"),
    "redefini": ("Ce qui a été redéfini", "règle ou chiffre dont la règle a changé",
                 "règles ou chiffres dont la règle a changé"),
}  # fmt: skip
EXEMPLES = 2
LIGNES_MAX = 200


def diapositive(context: Contexte) -> Slide | None:
    """Rend les différences entre deux états ; None sans photo à laquelle comparer."""
    if context.comparaison is None:
        return None
    found = context.comparaison.ecarts
    depuis, jusqu_a = context.comparaison.depuis, context.comparaison.jusqu_a
    by_nature = {nature: [one for one in found if one.nature == nature] for nature in NATURES}
    said = [
        f"{lower_first(NATURES[nature][0])} ({number(len(own))})"
        for nature, own in by_nature.items()
        if own
    ]
    title = f"Depuis {depuis} : {join_words(said)}" if said else f"Rien n'a changé depuis {depuis}"
    return build(
        context,
        title,
        tableau=(
            ("Nature", "Chiffre", "Période", "Territoire", "Avant", "Après"),
            *(_row(one) for one in found[:LIGNES_MAX]),
        ),
        phrases=tuple(_phrase(nature, own) for nature, own in by_nature.items()),
        perimetre="tout le Vaucluse",
        periode=f"de {depuis} à {jusqu_a}",
        a_effectifs=True,
    )


def _row(one: Ecart) -> tuple[str, ...]:
    return (
        NATURES[one.nature][0],
        one.sujet,
        _when(one),
        one.lieu,
        one.avant or "absent",
        one.apres or "absent",
    )


def _when(one: Ecart) -> str:
    return month(one.periode) if "-" in one.periode else one.periode


def _phrase(nature: str, own: Sequence[Ecart]) -> str:
    head, singular, plural = NATURES[nature]
    if not own:
        return f"{head} : rien."
    shown = [_example(one) for one in own[:EXEMPLES]]
    more = "…" if len(own) > EXEMPLES else "."
    return f"{head} : {counted(len(own), singular, plural)}. {' ; '.join(shown)}{more}"


def _example(one: Ecart) -> str:
    place = "" if one.lieu == "Vaucluse" else f", {one.lieu}"
    when = f", {_when(one)}" if one.periode else ""
    if len(one.avant) + len(one.apres) > 60:
        return f"{one.sujet}{when}{place}"
    return f"{one.sujet}{when}{place} : {one.avant or 'absent'} → {one.apres or 'absent'}"
