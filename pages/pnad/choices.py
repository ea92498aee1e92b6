"""Les réglages de la page PNAD : quels contrats, de quels acheteurs ; et la vue qui en résulte."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl
import streamlit as st

import queries
from pages.shared.frame.address import asked, choose
from pages.shared.frame.filters import AXES, WHOLE
from pages.shared.frame.view import Arguments, Own, View
from pages.shared.words.formatting import counted, lower_first, percent

PERIMETERS = {
    "siege": "Acheteurs du Vaucluse",
    "execution": "Contrats exécutés en Vaucluse",
    "signataires": "Signataires et leurs communes",
}
THRESHOLDS = {
    "tous": "Tous les montants publiés",
    "oecp": "90 000 € HT et plus (champ de l'OECP)",
    "europe": "Seuil européen et plus",
}
TYPES = {
    "marches": "Marchés",
    "concessions": "Concessions",
    "tous": "Marchés et concessions",
}
FOLLOW_ONS = {"non": "Marchés subséquents compris", "oui": "Sans les marchés subséquents"}
DOUBLES = {"fusionnes": "Doublons fusionnés", "separes": "Doublons séparés"}
EVERY = {"": "Toutes les catégories"}
ANYONE = {"": "Tous les acheteurs"}
PLACE = (
    f"Ici, le territoire est toujours d'après le {AXES['acheteur']}, et la structure celle qui est "
    "en charge de son EPCI."
)
INVENTED = (
    "Contrats et considérations sociales d'exemple : ils sont inventés. Aucun chiffre de cette "
    "page n'est à citer."
)


@dataclass(frozen=True)
class Choice:
    """Un réglage : son nom dans l'adresse, le filtre qu'il remplit, ses valeurs en mots.

    La première valeur est celle par défaut : elle ne filtre pas et ne se dit pas.
    """

    name: str
    parameter: str
    label: str
    values: Mapping[str, str]

    @property
    def chosen(self) -> str:
        """La valeur que demande l'adresse."""
        return asked(self.name, self.values)

    def words(self) -> str:
        """Rend les mots de la valeur choisie, dans une phrase ; vide par défaut."""
        if self.chosen == next(iter(self.values)):
            return ""
        words = self.values[self.chosen]
        return words if self.name == "acheteur" else lower_first(words)

    def argument(self) -> tuple[str, str]:
        """Rend le filtre et sa valeur."""
        return self.parameter, self.chosen

    def is_ignored(self) -> bool:
        """Dit si l'adresse demande une valeur qui n'est pas parmi celles-ci."""
        return st.query_params.get(self.name, self.chosen) != self.chosen


FIXED = (
    Choice("perimetre", "perimetre_pnad", "Périmètre", PERIMETERS),
    Choice("seuil", "seuil", "Seuil", THRESHOLDS),
    Choice("type", "type_pnad", "Contrats", TYPES),
    Choice("subsequents", "sans_subsequents", "Marchés subséquents", FOLLOW_ONS),
    Choice("doublons", "doublons", "Doublons", DOUBLES),
)


def pnad_view(view: View) -> View:
    """Rend la vue de la page PNAD : ses réglages, la date et la complétude de ses données.

    Sans DECP reçues, la vue est rendue telle quelle ; en mode projection, sans réglage, puisque
    rien d'autre n'est publié (et parfois rien). Le territoire est celui du siège de
    l'acheteur, quel que soit celui qui est choisi pour les autres pages.
    """
    try:
        state = view.frame("decp_etat").row(0, named=True)
    except queries.DemandeInvalide:
        # Le fichier protégé n'en dit rien : la page le dira.
        return view
    if not state["lignes"]:
        return view
    if view.est_projection:
        received = counted(state["contrats"], "contrat reçu", "contrats reçus")
        own = Own(completude=f"{received}, tous périmètres", notes=_reserve(state))
        return replace(view, date_donnees=state["date_donnees"], own=own)
    placed = replace(
        view,
        # Un siège n'a pas de quartier.
        filters=replace(view.filters, axe="acheteur", qpv=WHOLE),
        date_donnees=state["date_donnees"],
    )
    every = choices(placed)
    given = tuple(one.argument() for one in every if one.words())
    chosen = replace(placed, own=Own(given, tuple(filter(None, (one.words() for one in every)))))
    filled = _filled(chosen.frame("pnad_ensemble"))
    return replace(chosen, own=replace(chosen.own, completude=filled, notes=_reserve(state)))


def _reserve(state: Mapping[str, object]) -> Arguments:
    return (("Réserve", INVENTED),) if state["lignes_exemple"] else ()


def choices(view: View) -> tuple[Choice, ...]:
    """Rend les réglages ; catégories et acheteurs sont ceux du périmètre, toutes périodes."""
    fixed = tuple(one.argument() for one in FIXED if one.name in ("perimetre", "type"))
    whole = replace(view, filters=replace(view.filters, periode="tout"), own=Own(fixed))
    buyers = whole.frame("pnad_acheteurs").sort("nom")
    kinds = Choice(
        "categorie", "categorie_acheteur", "Catégorie d'acheteur", {**EVERY, **_kinds(buyers)}
    )
    kept = buyers.filter(categorie=kinds.chosen) if kinds.chosen else buyers
    names = dict(kept.select("acheteur", "nom").iter_rows())
    first, *others = FIXED
    return (first, kinds, Choice("acheteur", "acheteur", "Acheteur", {**ANYONE, **names}), *others)


def without_perimeter(view: View) -> View:
    """Rend la vue sans son périmètre : pour les comparer, l'un ne doit pas se dire choisi."""
    told = [lower_first(words) for words in PERIMETERS.values()]
    kept = tuple(one for one in view.own.arguments if one[0] != "perimetre_pnad")
    words = tuple(one for one in view.own.words if one not in told)
    return replace(view, own=replace(view.own, arguments=kept, words=words))


def _kinds(buyers: pl.DataFrame) -> dict[str, str]:
    pairs = buyers.select("categorie", "categorie_libelle").unique().sort("categorie_libelle")
    return dict(pairs.iter_rows())


def _filled(frame: pl.DataFrame) -> str:
    """Dit de combien de contrats la considération sociale est renseignée."""
    if frame.is_empty():
        return "aucun contrat publié pour cette vue"
    row = frame.row(0, named=True)
    count = counted(row["contrats"], "contrat publié", "contrats publiés")
    if row["completude_pct"] is None:
        return f"{count}, au format de 2019 qui ne porte pas les considérations sociales"
    return f"{count}, considération sociale renseignée pour {percent(row['completude_pct'])}"


def show_choices(view: View) -> None:
    """Montre les réglages, sauf les doublons, que leur liste permet de séparer."""
    shown = [one for one in choices(view) if one.name != "doublons"]
    for one in shown:
        if one.is_ignored():
            st.warning(
                f"L'adresse demandait, pour « {one.label} », une valeur qui n'existe pas dans ce "
                "périmètre : elle est ignorée."
            )
    first, others = shown[:3], shown[3:]
    with st.container(key="reglages_pnad"):
        places = st.columns([3, 3, 3, 2], vertical_alignment="bottom")
        for place, one in zip(places, first, strict=False):
            more = PLACE if one.name == "perimetre" else None
            choose(place, one.label, one.name, one.values, more)
        with places[3].popover("Autres réglages", key="autres_reglages"):
            for one in others:
                choose(st, one.label, one.name, one.values)
