"""Les figures des entreprises : une fonction par requête, du résultat à la figure."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from pages.shared import theme
from pages.shared.charts import bars, overlaps, panels
from pages.shared.charts.cards import Card
from pages.shared.words.findings.leaders import entries_of, first, leaders, ranking
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import counted, hours, number, percent
from pages.shared.words.labels import word

ROLES = {
    "attributaire": "Attributaires",
    "utilisatrice": "Utilisatrices",
    "employeuse": "Employeuses",
}
# Ce que chaque rôle veut dire, en peu de mots, sous le chiffre.
MEANING = {
    "attributaire": "titulaires, mandataires ou cotraitantes d'un marché en cours",
    "utilisatrice": "là où les personnes ont travaillé",
    "employeuse": "celles qui signent les contrats",
}
FIRMS_SHOWN = 12
INCLUSIVE = ("siae", "geiq", "handicap")
EVERY_ROLE = Noun("entreprise tient", "entreprises tiennent", rien="aucune entreprise ne tient")
KIND = "une SIAE, un GEIQ ou du secteur du handicap"
EMPLOYERS = Noun("employeuse est", "employeuses sont", rien="aucune employeuse n'est")


def entreprises_roles(frame: pl.DataFrame) -> list[Card]:
    """Les trois nombres, jamais additionnés ; les entreprises sans SIREN sont dites à part.

    `frame` : role, libelle, entreprises, sans_siren.
    """
    return [
        Card(
            titre=row["libelle"],
            valeur=number(row["entreprises"]),
            note=MEANING[row["role"]],
            evolution=_without_siren(row["sans_siren"]),
        )
        for row in frame.rows(named=True)
    ]


def _without_siren(count: int | None) -> str:
    if not count:
        return ""
    return f"et {counted(count, 'autre nom', 'autres noms')} sans SIREN, comptés à part"


def entreprises_recouvrement(frame: pl.DataFrame) -> go.Figure:
    """Les combinaisons de rôles : qui en est, combien d'entreprises.

    `frame` : combinaison (rôles joints par « + »), nombre_roles, entreprises.
    """
    shown = frame.sort("entreprises", descending=True)
    figure = overlaps.intersections(
        [[role in one.split("+") for role in ROLES] for one in shown["combinaison"]],
        list(ROLES.values()),
        shown["entreprises"].to_list(),
        [number(count) for count in shown["entreprises"]],
    )
    return theme.say(figure, _roles_words(shown, len(ROLES)))


def _roles_words(frame: pl.DataFrame, roles: int) -> str:
    """Dit combien d'entreprises tiennent tous les rôles. `frame` : entreprises_recouvrement."""
    every = frame.filter(pl.col("nombre_roles") == roles)["entreprises"].sum()
    total = frame["entreprises"].sum()
    if total == 1:
        return (
            f"La seule entreprise {'tient' if every else 'ne tient pas'} les trois rôles à la fois"
        )
    said = sentence(EVERY_ROLE.counted(every))
    return f"{said} les trois rôles à la fois, sur {number(total)}"


def entreprises_par_type(frame: pl.DataFrame) -> go.Figure:
    """Une rangée par type, un panneau par rôle et un pour les heures.

    `frame` : type_entreprise, libelle, famille, attributaires, utilisatrices, employeuses,
    heures_realisees.
    """
    ordered = frame.sort("heures_realisees", descending=True)
    is_inclusive = [one in INCLUSIVE for one in ordered["famille"]]
    colors = [theme.STRUCTURES["CIE84"] if one else theme.SUBSET for one in is_inclusive]
    columns = [(f"{role}s", label) for role, label in ROLES.items()]
    # Des marchés aux types : par leurs attributaires seulement.
    codes = [f"types_entreprises:{one}" for one in ordered["type_entreprise"]]
    counts = [
        panels.Panel(
            label,
            ordered[name].to_list(),
            _texts(ordered[name]),
            colors,
            codes if name == "attributaires" else (),
        )
        for name, label in columns
    ]
    worked = ordered["heures_realisees"]
    last = panels.Panel("Heures", worked.to_list(), [hours(one) for one in worked], colors)
    names = [word("type_entreprise", row["type_entreprise"]) for row in ordered.rows(named=True)]
    figure = panels.side_by_side(names, [*counts, last])
    return theme.say(figure, _inclusive_words(ordered))


def _texts(column: pl.Series) -> list[str]:
    return [number(one) if one else "" for one in column]


def _inclusive_words(frame: pl.DataFrame) -> str:
    """Dit les employeuses de l'insertion et du handicap, et leurs heures parmi toutes."""
    kept = frame.filter(pl.col("famille").is_in(INCLUSIVE))
    firms = sentence(EMPLOYERS.counted(kept["employeuses"].sum()))
    worked, total = kept["heures_realisees"].sum(), frame["heures_realisees"].sum()
    if not total:
        return f"{firms} {KIND} ; aucune heure dans cette vue"
    return f"{firms} {KIND} : {hours(worked)} sur {hours(total)}"


def entreprises_par_secteur(frame: pl.DataFrame) -> go.Figure:
    """Une barre par division NAF des attributaires ; l'inconnu hachuré, en dernier."""
    unknown = [one == "inconnu" for one in frame["division"]]
    figure = bars.ranked_bars(
        frame["libelle"].to_list(),
        frame["entreprises"].to_list(),
        [_count_and_share(row) for row in frame.rows(named=True)],
        colors=[theme.UNKNOWN if one else theme.MAIN for one in unknown],
        hatched=unknown,
        codes=[f"divisions_naf:{one}" for one in frame["division"]],
    )
    return theme.say(figure, _sectors_words(frame))


def _count_and_share(row: dict[str, object]) -> str:
    part = row["part_pct"]
    return number(row["entreprises"]) + (f" ({percent(part)})" if part is not None else "")


def _sectors_words(frame: pl.DataFrame) -> str:
    """Dit le secteur le plus représenté parmi les attributaires, ou les ex æquo."""
    known = frame.filter(pl.col("division") != "inconnu")
    best = leaders(entries_of(known, "libelle", "entreprises"))
    if not best.names:
        return "Le secteur des entreprises attributaires n'est pas renseigné"
    if not best.est_seul:
        return first(best, alone="", tied="En tête")
    part = known.filter(entreprises=known["entreprises"].max())["part_pct"][0]
    return f"En tête : {best.names[0]}, {percent(part)} des attributaires"


def concentration_heures_tranches(frame: pl.DataFrame) -> go.Figure:
    """La part des heures que portent les premières entreprises.

    `frame` : tranche, libelle, entreprises, part_pct.
    """
    figure = bars.ranked_bars(
        frame["libelle"].to_list(),
        frame["part_pct"].to_list(),
        [
            f"{percent(row['part_pct'])} · {counted(row['entreprises'], 'entreprise')}"
            for row in frame.rows(named=True)
        ],
    )
    return theme.say(figure, _concentration_words(frame))


def _concentration_words(frame: pl.DataFrame) -> str:
    """Dit la part des heures que portent les premières employeuses."""
    top = frame.filter(pl.col("tranche") == "dix_pct").row(0, named=True)
    every = frame.filter(pl.col("tranche") == "toutes")["entreprises"][0]
    if not every:
        return "Aucune entreprise employeuse n'est connue dans cette vue"
    if every == 1:
        return "Une seule entreprise employeuse porte toutes les heures"
    firms = counted(top["entreprises"], "entreprise employeuse", "entreprises employeuses")
    verb = "porte" if top["entreprises"] < 2 else "portent"
    return f"{firms} sur {number(every)} {verb} {percent(top['part_pct'])} des heures"


def concentration_heures(frame: pl.DataFrame) -> go.Figure:
    """Les employeuses qui portent le plus d'heures ; toutes sont dans le tableau."""
    known = frame.drop_nulls("rang")
    shown = known.head(FIRMS_SHOWN)
    figure = bars.ranked_bars(
        shown["nom"].to_list(),
        shown["heures_realisees"].to_list(),
        [_hours_and_share(row) for row in shown.rows(named=True)],
        codes=[f"employeuses:{one}" for one in shown["entreprise"]],
    )
    return theme.say(figure, _first_firms_words(known), shown=shown.height, among=known.height)


def _hours_and_share(row: dict[str, object]) -> str:
    kind = word("type_entreprise", row["type_entreprise"] or "")
    return f"{hours(row['heures_realisees'])} ({percent(row['part_pct'])})" + (
        f" · {kind}" if kind else ""
    )


def _first_firms_words(known: pl.DataFrame) -> str:
    """Dit les employeuses qui portent le plus d'heures. `known` : concentration_heures, classée."""
    shown = ranking(list(known.select("nom", "part_pct").iter_rows()), 3, percent)
    if not shown:
        return "Aucune entreprise employeuse n'est connue dans cette vue"
    if known.height == 1:
        return f"Une seule employeuse connue : {shown}"
    return f"Les employeuses qui portent le plus d'heures : {shown}"


def heures_sans_employeuse(frame: pl.DataFrame) -> str:
    """Dit les heures dont l'employeuse n'est pas connue ; vide s'il n'y en a pas."""
    unknown = frame.filter(pl.col("rang").is_null())["heures_realisees"].sum()
    return f"{hours(unknown)} n'ont pas d'employeuse connue : elles sont à part." if unknown else ""
