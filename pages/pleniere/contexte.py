"""Ce que toute diapositive partage : les chiffres lus, l'année, le lieu, la date, les mentions."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import polars as pl

import queries
from pages.pleniere.slide import Dessin, Slide
from pages.shared.words import formatting
from pages.shared.words.formatting import HARD_SPACE, typeset
from queries.copil import Note
from queries.ecarts import Ecart
from queries.protection.rules.seuils import seuils_of

Read = Callable[..., pl.DataFrame]
Ligne = tuple[str, ...]
VAUCLUSE = "tout le Vaucluse"


@dataclass(frozen=True)
class Fiche:
    """Ce que déclare le fichier d'une diapositive ; son code est le nom du fichier.

    `rang` : sa place, de la première à la dernière ; `nom` : ce que disent le menu des diapositives
    et la synthèse vocale ; `indicateur` : celui dont viennent sa définition et sa source.
    """

    rang: int
    nom: str
    indicateur: str
    code: str = ""


@dataclass(frozen=True)
class Comparaison:
    """Ce qui a changé entre deux états, comment on les nomme, et les notes du premier."""

    ecarts: tuple[Ecart, ...]
    depuis: str
    jusqu_a: str
    notes: tuple[Note, ...] = ()


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
    comparaison: Comparaison | None = None
    # Le jour où l'on regarde : seule l'échéance d'une décision s'y compare.
    jour: date = date.min
    fiche: Fiche = Fiche(0, "", "")
    # L'EPCI demandé, quand la diapositive montre le Vaucluse faute de chiffre publié pour lui.
    a_la_place_de: str = ""

    def here(self, nom: str) -> pl.DataFrame:
        """Rend un indicateur pour l'année et le lieu. Lève queries.NonPublie."""
        return self.read(nom, annee=self.annee, **self._place())

    def yearly(self, nom: str) -> pl.DataFrame:
        """Rend un indicateur du lieu, toutes années. Lève queries.NonPublie."""
        return self.read(nom, **self._place())

    def whole(self, nom: str) -> pl.DataFrame:
        """Rend un indicateur de l'année pour tout le Vaucluse. Lève queries.NonPublie."""
        return self.read(nom, annee=self.annee)

    def for_the_whole(self) -> Contexte:
        """Rend le même contexte pour tout le Vaucluse, à la place de l'EPCI choisi."""
        return replace(self, epci="", lieu=VAUCLUSE, a_la_place_de=self.lieu)

    def key_figure(self, indicateur: str) -> Mapping[str, object]:
        """Rend la ligne d'un chiffre clé de l'année et du lieu ; vide si elle manque."""
        found = self.here("chiffres_cles").filter(indicateur=indicateur)
        return found.row(0, named=True) if found.height else {}

    def is_finished(self, annee: int) -> bool:
        """Dit si une année est tout entière dans les données : jusqu'à son dernier jour."""
        return self.date_donnees is not None and date(annee, 12, 31) <= self.date_donnees

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
    comparaison: Comparaison | None = None,
    jour: date | None = None,
) -> Contexte:
    """Rend le contexte d'une année et d'un lieu, d'après les choix que publient les chiffres.

    `definitions` : celles d'une photo, à la place de celles d'aujourd'hui ; `jour` : le sien.
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
        comparaison=comparaison,
        jour=jour or date.today(),
    )


def build(
    context: Contexte,
    titre: str,
    *,
    query: str = "",
    unite: str = "",
    dessin: Dessin | None = None,
    chiffres: tuple[tuple[str, str], ...] = (),
    tableau: tuple[Ligne, ...] = (),
    phrases: tuple[str, ...] = (),
    perimetre: str = "",
    periode: str = "",
    a_effectifs: bool = False,
) -> Slide:
    """Rend la diapositive de la fiche du contexte.

    `query` : l'indicateur dont viennent définition et source, s'il n'est pas celui de la fiche ;
    `periode` et `perimetre` remplacent l'année et le lieu du contexte ; `a_effectifs` : elle compte
    des personnes, la règle d'arrondi y est écrite.
    """
    query = query or context.fiche.indicateur
    described = queries.describe(query)
    place = perimetre or context.lieu
    titre, phrases = _placed(context, titre, phrases, perimetre)
    return Slide(
        code=context.fiche.code,
        nom=context.fiche.nom,
        titre=typeset(titre),
        mesure=_measure(described.titre, unite, place, periode or str(context.annee)),
        dessin=None if dessin and _is_lone(dessin) else dessin,
        chiffres=chiffres,
        tableau=tableau,
        phrases=tuple(typeset(one) for one in phrases),
        definition=typeset(context.definitions.get(query, described.definition)),
        source=typeset(described.source),
        date_donnees=formatting.day(context.date_donnees),
        perimetre=place,
        regle=context.regle if a_effectifs else "",
    )


def _is_lone(drawing: Dessin) -> bool:
    """Dit si un dessin n'a qu'une barre ou qu'un point : son titre et ses chiffres le disent."""
    is_bare = drawing.forme in ("barres", "colonnes", "courbe") and drawing.repere is None
    return is_bare and len(drawing.categories) < 2 and len(drawing.series) < 2


def year_label(row: Mapping[str, object]) -> str:
    """Rend le nom d'une année : « 2026 (en cours) » tant qu'elle n'est pas finie."""
    return f"{row['annee']}{'' if row['est_complete'] else ' (en cours)'}"


def span(labels: Sequence[str]) -> str:
    """Dit les années d'un dessin : « 2022 à 2025 », « 2025 », ou rien."""
    ends = dict.fromkeys((*labels[:1], *labels[-1:]))
    return " à ".join(ends)


def _placed(
    context: Contexte, titre: str, phrases: tuple[str, ...], perimetre: str
) -> tuple[str, tuple[str, ...]]:
    """Dit de quel lieu parle le titre, et celui qu'il remplace si son chiffre n'est pas publié."""
    if context.epci and not perimetre:
        titre = f"{context.lieu} · {titre}"
    if context.a_la_place_de:
        titre = f"Vaucluse · {titre}"
        phrases = (f"Ce chiffre n'est pas publié pour {context.a_la_place_de} : voici celui du "
                   "Vaucluse entier.", *phrases)  # fmt: skip
    return titre, phrases


def share(text: str, part: int | None) -> str:
    """Écrit un effectif et sa part : « 45 (7 %) »."""
    return text if part is None else f"{text} ({part}{HARD_SPACE}%)"


def _measure(titre: str, unite: str, place: str, when: str) -> str:
    """Dit ce qui est mesuré : l'indicateur, l'unité, le lieu, la période."""
    parts = (titre, f"en {unite}" if unite else "", place, when)
    return typeset(" · ".join(part for part in parts if part))
