"""Ce qui attend une décision du copil, tiré des chiffres protégés : une phrase chacun.

Objectifs manqués, règles qui ne tiennent pas, données non transmises, marchés qui finissent sans
suite. Ce qui reste à confirmer dans les règles de calcul est sur la page Méthode.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import polars as pl

import queries
from pages.financement.findings import gaps_of
from pages.pleniere.contexte import Contexte
from pages.shared.words.completude import missing
from pages.shared.words.findings.nouns import sentence
from pages.shared.words.formatting import counted, join_words, number

BUYERS_NAMED = 3
GOING_ON = ("en_cours", "a_venir", "sans_heures", "fin_manquante", "suspendu")


# Une phrase, et combien de cas elle dit.
Cas = tuple[str, int]


@dataclass(frozen=True)
class Sujet:
    """Ce qui attend une décision : sa sorte, accordée au nombre de cas, et ses phrases."""

    un: str
    plusieurs: str
    cas: tuple[Cas, ...]

    @property
    def compte(self) -> str:
        """Dit combien : « 2 objectifs manqués »."""
        return counted(sum(count for _, count in self.cas), self.un, self.plusieurs)

    @property
    def phrase(self) -> str:
        """Dit le sujet et ses cas : « 2 objectifs manqués : … ; … . »."""
        return f"{sentence(self.compte)} : {' ; '.join(words for words, _ in self.cas)}."


def sujets(context: Contexte) -> list[Sujet]:
    """Rend les sujets qui ont au moins un cas, dans l'ordre où le copil les examine."""
    every = (
        ("objectif manqué", "objectifs manqués", _goals),
        ("règle rompue", "règles rompues", _rules),
        ("envoi qui manque", "envois qui manquent", _data),
        ("marché sans suite", "marchés sans suite", _endings),
    )
    found = [Sujet(one, many, _told(tell, context)) for one, many, tell in every]
    return [one for one in found if one.cas]


def _told(tell: Callable[[Contexte], Iterator[Cas]], context: Contexte) -> tuple[Cas, ...]:
    try:
        return tuple(tell(context))
    except queries.NonPublie:
        return ()


def _goals(context: Contexte) -> Iterator[Cas]:
    """Dit les objectifs du lieu que l'année finie n'atteint pas, là où rien ne manque."""
    state = context.whole("completude")
    if not context.est_complete or state["mois_manquants"].is_not_null().any():
        return
    place = pl.col("epci") == context.epci if context.epci else pl.col("epci").is_null()
    fixed = context.whole("objectifs_et_realise").filter(
        "est_fixe", place, pl.col("structure").is_null()
    )
    for row in fixed.iter_rows(named=True):
        done = context.key_figure(row["indicateur"]).get("valeur")
        # Des sorties inconnues pourraient encore l'atteindre : rien n'est dit manqué.
        if row["indicateur"] == "sorties_positives" or done is None or done >= row["objectif"]:
            continue
        yield (
            (
                f"{row['libelle']} : {number(done)} pour un objectif de {number(row['objectif'])} "
                f"en {context.annee}"
            ),
            1,
        )
    yield from _rate_goal(context, fixed)


def _rate_goal(context: Contexte, fixed: pl.DataFrame) -> Iterator[Cas]:
    """Dit l'objectif de taux manqué quoi que deviennent les situations inconnues."""
    goal = fixed.filter(indicateur="taux_sorties_positives_pct")
    if goal.is_empty() or context.epci:
        return
    rates = context.here("taux_sorties").rows(named=True)
    high = rates[0]["borne_haute_pct"] if rates else None
    if high is not None and high < goal["objectif"][0]:
        limit = number(goal["objectif"][0])
        yield f"{goal['libelle'][0]} : {high} % au plus, pour un objectif de {limit} %", 1


def _rules(context: Contexte) -> Iterator[Cas]:
    """Dit les parts qui s'écartent de la convention, de l'EPCI choisi ou de tous."""
    posts = context.whole("financement_par_epci")
    if context.epci:
        posts = posts.filter(epci=context.epci)
    for gap in gaps_of(posts, "nom_epci"):
        yield f"{sentence(gap)} ({context.annee})", 1


def _data(context: Contexte) -> Iterator[Cas]:
    """Dit les données attendues que les structures n'ont pas transmises."""
    for phrase in missing(context.whole("completude")):
        if "provisoires" not in phrase:
            yield phrase.rstrip("."), 1


def _endings(context: Contexte) -> Iterator[Cas]:
    """Dit les acheteurs dont des marchés finissent sous six mois, sans autre marché à venir."""
    if context.date_donnees is None:
        return
    every = context.read("marches_liste", annee=context.date_donnees.year)
    every = every.filter(pl.col("acheteur").is_not_null())
    if context.epci:
        every = every.filter(epci=context.epci)
    ending = every.filter("est_bientot_fini")
    going_on = every.filter(~pl.col("est_bientot_fini"), pl.col("etat").is_in(GOING_ON))
    alone = ending.filter(~pl.col("acheteur").is_in(going_on["acheteur"].implode()))
    counts = alone.group_by("acheteur").len().sort("len", "acheteur", descending=[True, False])
    named = [f"{name} ({number(count)})" for name, count in counts.head(BUYERS_NAMED).iter_rows()]
    if not named:
        return
    rest = counts.height - len(named)
    more = [counted(rest, "autre acheteur", "autres acheteurs")] if rest else []
    who = join_words(named + more)
    yield (
        f"fin prévue sous six mois, chez un acheteur sans autre marché ouvert ni à venir : {who}",
        (alone.height),
    )
