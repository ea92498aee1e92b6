"""Ce que toute diapositive partage : les chiffres lus, l'année, le lieu, la date, les mentions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

import queries
from pages.pleniere.slide import Dessin, Slide
from pages.shared import formatting
from pages.shared.formatting import HARD_SPACE, MINUS, change, typeset
from queries.copil import Note
from queries.protection.seuils import seuils_of

Read = Callable[..., pl.DataFrame]
Ligne = tuple[str, ...]
VAUCLUSE = "tout le Vaucluse"
# Ce que dit la synthèse vocale, et le menu des diapositives.
NOMS = {
    "synthese": "Synthèse",
    "changements": "Depuis le dernier copil",
    "heures": "Heures et objectifs",
    "mois": "Heures par mois",
    "beneficiaires": "Bénéficiaires",
    "sorties": "Sorties à six mois",
    "types_sorties": "Types de sorties",
    "marches": "Marchés et donneurs d'ordre",
    "territoires": "Territoires",
    "financement": "Financement",
    "pnad": "Achats durables (PNAD)",
    "qualite": "Ce qui manque",
    "decisions": "Décisions",
}


@dataclass(frozen=True)
class Contexte:
    """Une année et un lieu (`epci` vide : tout le Vaucluse), lus dans des chiffres protégés."""

    read: Read
    annee: int
    epci: str
    lieu: str
    date_donnees: date | None
    est_complete: bool
    regle: str
    notes: tuple[Note, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict)

    def here(self, nom: str) -> pl.DataFrame:
        """Rend un indicateur pour l'année et le lieu. Lève queries.NonPublie."""
        return self.read(nom, annee=self.annee, **self._place())

    def yearly(self, nom: str) -> pl.DataFrame:
        """Rend un indicateur du lieu, toutes années. Lève queries.NonPublie."""
        return self.read(nom, **self._place())

    def whole(self, nom: str) -> pl.DataFrame:
        """Rend un indicateur de l'année pour tout le Vaucluse. Lève queries.NonPublie."""
        return self.read(nom, annee=self.annee)

    def _place(self) -> dict[str, str]:
        return {"epci": self.epci} if self.epci else {}

    @property
    def quand(self) -> str:
        """« en 2025 », ou « en 2026, année en cours »."""
        return f"en {self.annee}" + ("" if self.est_complete else ", année en cours")


def open_contexte(
    read: Read,
    annee: int,
    epci: str | None = None,
    notes: Sequence[Note] = (),
    definitions: Mapping[str, str] | None = None,
) -> Contexte:
    """Rend le contexte d'une année et d'un lieu, d'après les choix que publient les chiffres.

    `definitions` : celles d'une photo, à la place de celles d'aujourd'hui.
    """
    choices = read("filtres_possibles")
    names = dict(choices.filter(filtre="epci").select("code", "libelle").iter_rows())
    years = dict(choices.filter(filtre="annee").select("code", "est_complet").iter_rows())
    return Contexte(
        read=read,
        annee=annee,
        epci=epci or "",
        lieu=names.get(epci, VAUCLUSE) if epci else VAUCLUSE,
        date_donnees=read("date_des_donnees").item(),
        est_complete=bool(years.get(str(annee))),
        regle=seuils_of(read("parametres")).regle,
        notes=tuple(notes),
        definitions=definitions or {},
    )


def build(
    context: Contexte,
    code: str,
    titre: str,
    *,
    query: str,
    unite: str = "",
    dessin: Dessin | None = None,
    chiffres: tuple[tuple[str, str], ...] = (),
    tableau: tuple[Ligne, ...] = (),
    phrases: tuple[str, ...] = (),
    perimetre: str = "",
    periode: str = "",
    a_effectifs: bool = False,
) -> Slide:
    """Rend une diapositive ; `query` nomme l'indicateur dont elle prend définition et source.

    `periode` et `perimetre` remplacent l'année et le lieu du contexte ; `a_effectifs` : elle compte
    des personnes, la règle d'arrondi y est écrite.
    """
    said = queries.describe(query)
    place = perimetre or context.lieu
    if context.epci and not perimetre:
        titre = f"{place} · {titre}"
    unit = f"en {unite}" if unite else ""
    measured = [said.titre, unit, place, periode or str(context.annee)]
    return Slide(
        code=code,
        titre=typeset(titre),
        mesure=typeset(" · ".join(part for part in measured if part)),
        dessin=dessin,
        chiffres=chiffres,
        tableau=tableau,
        phrases=tuple(typeset(one) for one in phrases),
        definition=typeset(context.definitions.get(query, said.definition)),
        source=typeset(said.source),
        date_donnees=formatting.day(context.date_donnees),
        perimetre=place,
        regle=context.regle if a_effectifs else "",
    )


def unpublished(context: Contexte, code: str, query: str) -> Slide:
    """Rend la diapositive de ce que les chiffres protégés n'ont pas à cette maille."""
    return build(
        context,
        code,
        f"{NOMS[code]} : non publié à cette maille",
        query=query,
        phrases=(
            "La liste de ce qui est publié est fermée : elle n'a pas ce chiffre à cette maille "
            f"({context.lieu}, {context.annee}).",
            "Changez le territoire ou l'année : la diapositive se redessine.",
        ),
        perimetre=context.lieu,
    )


def evolution(now: float, before: float) -> str:
    """Dit une évolution : « 5 % de plus », « 3 % de moins », « autant »."""
    moved = change(now, before)
    if moved in (None, "stable"):
        return "autant"
    sense = "de moins" if moved.startswith(MINUS) else "de plus"
    return f"{moved.lstrip(f'+{MINUS}')} {sense}"


def than(periode: str) -> str:
    """Dit le second terme d'une comparaison : « qu'en 2024 », « que de janvier à mars 2025 »."""
    return f"qu'en {periode}" if periode.isdigit() else f"que {periode}"


def share(text: str, part: int | None) -> str:
    """Écrit un effectif et sa part : « 45 (7 %) »."""
    return text if part is None else f"{text} ({part}{HARD_SPACE}%)"
