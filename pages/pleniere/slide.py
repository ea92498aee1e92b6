"""La diapositive : ce que l'écran, le PowerPoint et l'édition statique dessinent tous les trois.

Ni Streamlit ni Plotly ici : une diapositive est composée une seule fois, puis dessinée ailleurs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Forme = Literal["barres", "colonnes", "courbe", "part_100", "bornes", "carte"]
Role = Literal["principal", "repere", "inconnu", "ecart"]
WHOLE_SLIDE = "Toute la diapositive"


@dataclass(frozen=True)
class Serie:
    """Une suite de valeurs, et le texte à écrire pour chacune (« < 5 » n'a pas de valeur).

    `code` : qui paie, si c'est un financeur ; sa couleur est celle des pages.
    """

    nom: str
    valeurs: tuple[float | None, ...]
    textes: tuple[str, ...]
    role: Role = "principal"
    code: str = ""


@dataclass(frozen=True)
class Dessin:
    """Un graphique : sa forme, ses catégories, ses séries et son unité.

    `bornes` porte trois séries (bas, point, haut) ; `part_100`, une série par segment ;
    `carte`, les SIREN des EPCI dans `codes`, dans l'ordre des catégories.
    """

    forme: Forme
    categories: tuple[str, ...]
    series: tuple[Serie, ...]
    unite: str
    codes: tuple[str, ...] = ()
    repere: float | None = None
    repere_libelle: str = ""


@dataclass(frozen=True)
class Slide:
    """Une diapositive entière ; `code` est aussi son ancre et la clé de ses commentaires.

    `titre` est le constat, calculé ; `mesure` dit ce qui est mesuré, l'unité, le périmètre et
    la période ; `chiffres` porte quatre couples (libellé, texte) au plus ; la première ligne de
    `tableau` porte les en-têtes ; `regle` vaut `queries.REGLE` si des effectifs sont montrés,
    sinon une chaîne vide ; `nom` : ce que disent le menu et la
    synthèse vocale.
    """

    code: str
    titre: str
    mesure: str
    dessin: Dessin | None
    chiffres: tuple[tuple[str, str], ...]
    tableau: tuple[tuple[str, ...], ...]
    phrases: tuple[str, ...]
    definition: str
    source: str
    date_donnees: str
    perimetre: str
    regle: str
    notes: str = ""
    nom: str = ""


def figures_of(slide: Slide) -> list[str]:
    """Rend les chiffres d'une diapositive qu'une note peut concerner, tels qu'ils sont écrits."""
    found = [f"{label} : {text}" for label, text in slide.chiffres]
    if slide.dessin:
        main = next((one for one in slide.dessin.series if one.nom.startswith("Parmi")), None)
        main = main or slide.dessin.series[0]
        pairs = zip(slide.dessin.categories, main.textes, strict=True)
        found += [f"{main.nom}, {name} : {text}" for name, text in pairs if text]
    return [WHOLE_SLIDE, *dict.fromkeys(found)]
