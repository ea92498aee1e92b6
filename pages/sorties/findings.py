"""Les constats des sorties à six mois : un taux, ses bornes, ce qu'elles permettent de comparer."""

from __future__ import annotations

import polars as pl

import queries
from pages.shared.words.findings.leaders import entries_of, first, leaders
from pages.shared.words.findings.nouns import Noun, sentence
from pages.shared.words.formatting import HARD_SPACE, counted, number, percent
from pages.shared.words.structures import STRUCTURE_NAMES

# Sous ce taux de réponse, un taux seul ferait croire qu'on sait : l'intervalle seul est montré.
LEAST_ANSWERS_PCT = queries.seuil("seuil_taux_reponse_pct")
DYNAMIC = Noun("sortie dynamique", "sorties dynamiques", est_feminin=True)
ALONE, TIED = "Première sortie positive", "Premières sorties positives"
Row = dict[str, object]


def rate_words(row: Row, small: int) -> str:
    """Dit le taux au sens de la convention, ou pourquoi il ne se dit pas.

    `row` : sorties_a_six_mois, référentiel de la convention ; `small` : petit effectif.
    """
    if not row["connues"]:
        return _no_exit(row)
    sense = "au sens de la convention"
    if answers_are_few(row):
        said = f"{sentence(bounds(row))} de sorties positives"
        return f"{said} : trop de situations inconnues pour un taux, {sense}"
    said = f"{percent(row['taux_pct'])} de sorties positives parmi les situations connues"
    few = _small(row["connues"], small, "situation connue", "situations connues")
    return f"{said}{few}, {sense}"


def range_words(frame: pl.DataFrame) -> str:
    """Dit les bornes du taux de la convention ; vide si tout est connu ou si rien ne l'est.

    `frame` : sorties_a_six_mois, le référentiel de la convention d'abord.
    """
    row = frame.row(0, named=True)
    if not row["connues"] or not row["inconnues"]:
        return ""
    low, high = number(row["borne_basse_pct"], 1), percent(row["borne_haute_pct"])
    unknown = counted(row["inconnues"], "situation inconnue", "situations inconnues")
    return f"Entre {low} et {high} de sorties positives, selon {unknown}"


def _no_exit(row: Row) -> str:
    if row["inconnues"]:
        whole = counted(row["inconnues"], "situation", "situations")
        return f"Aucune situation à six mois n'est connue, sur {whole} dont l'échéance est passée"
    if row["non_mures"]:
        return "Aucune échéance de six mois n'est encore passée dans cette période"
    return "Aucune situation à six mois n'est connue dans cette période"


def answers_are_few(row: Row) -> bool:
    """Dit si trop peu de situations sont connues pour qu'un taux seul se lise."""
    return (row["taux_reponse_pct"] or 0) < LEAST_ANSWERS_PCT  # type: ignore[operator]


def bounds(row: Row) -> str:
    """Écrit l'intervalle d'un taux : « entre 30 et 52 % »."""
    return f"entre {number(row['borne_basse_pct'])} et {percent(row['borne_haute_pct'], 0)}"


def known_words(row: Row) -> str:
    """Dit combien de situations sont connues, parmi celles dont l'échéance est passée."""
    asked = row["connues"] + row["inconnues"]  # type: ignore[operator]
    if not asked:
        return "Aucune échéance de six mois n'est passée dans cette période"
    if not row["connues"]:
        verb = "n'est connue" if asked == 1 else f"n'est connue sur {number(asked)}"
        return f"Aucune situation {verb}, échéance passée"
    known = counted(row["connues"], "situation est connue", "situations sont connues")
    return f"{known} sur {number(asked)} dont l'échéance est passée"


def types_words(frame: pl.DataFrame, small: int) -> str:
    """Dit le type de sortie positive le plus fréquent, ou les ex æquo.

    `frame` : types_sorties_positives (type_sortie, sorties, part_pct).
    """
    total = frame["sorties"].sum()
    parts = dict(frame.select("sorties", "part_pct").iter_rows())
    best = leaders(entries_of(frame, "type_sortie", "sorties"))
    if not best.names:
        return "Aucune sortie positive dans cette période"
    part = percent(parts[frame["sorties"].max()])
    shown = first(best, alone=ALONE, tied=TIED)
    return (
        f"{shown} ({part} des {number(total)})"
        if total >= small
        else (f"{shown}{_small(total, small, 'sortie positive', 'sorties positives')}")
    )


def yearly_words(frame: pl.DataFrame, choisie: str) -> str:
    """Dit le taux de l'année choisie et, s'il y en a une, ce que l'année d'avant permet d'en dire.

    `frame` : sorties_par_annee, triée.
    """
    rows = {str(row["annee"]): row for row in frame.iter_rows(named=True)}
    own = rows.get(choisie)
    if own is None or answers_are_few(own):
        known = [row for row in rows.values() if not answers_are_few(row)]
        if not known:
            when = f" en {choisie}" if own else ""
            return f"Trop peu de situations connues{when} pour un taux"
        told = ", ".join(f"{percent(row['taux_pct'])} en {row['annee']}" for row in known[-3:])
        said = f"Sorties positives parmi les situations connues : {told}"
        return f"{said} ; trop peu sont connues en {choisie}" if own else said
    said = f"{percent(own['taux_pct'])} de sorties positives connues en {choisie}"
    if own["non_mures"]:
        return f"{said}, année en cours"
    before = rows.get(str(int(choisie) - 1))
    return f"{said} ; {compared(own, before)}" if before and before["connues"] else said


def compared(own: Row, before: Row, decimals: int = 1) -> str:
    """Compare deux années sans dépasser ce que leurs bornes permettent de dire.

    `own`, `before` : annee, taux_pct, borne_basse_pct, borne_haute_pct.
    """
    year = before["annee"]
    if own["borne_basse_pct"] > before["borne_haute_pct"]:  # type: ignore[operator]
        return f"c'est plus qu'en {year}, quelles que soient les inconnues"
    if own["borne_haute_pct"] < before["borne_basse_pct"]:  # type: ignore[operator]
        return f"c'est moins qu'en {year}, quelles que soient les inconnues"
    shown = f"{number(before['taux_pct'], decimals)}{HARD_SPACE}%"
    return f"l'écart avec {year} ({shown}) est dans l'incertitude"


def structures_words(frame: pl.DataFrame) -> str:
    """Dit le taux de chaque structure qui répond assez, et celles qui ne le peuvent pas."""
    rows = frame.rows(named=True)
    rates = [
        f"{STRUCTURE_NAMES[row['structure']]} {percent(row['taux_pct'])}"
        for row in rows
        if not answers_are_few(row)
    ]
    if not rates:
        return "Trop peu de situations connues pour comparer les structures"
    return f"Sorties positives parmi les situations connues : {', '.join(rates)}"


def situations_words(frame: pl.DataFrame) -> str:
    """Dit la situation la plus fréquente parmi celles que l'on connaît.

    `frame` : situations_a_six_mois (libelle, personnes, issue).
    """
    known = frame.filter(~pl.col("issue").is_in(["inconnu", "non_mure"]))
    best = leaders(entries_of(known, "libelle", "personnes"))
    unknown = frame.filter(issue="inconnu")["personnes"].sum()
    told = first(best, alone="Situation connue la plus fréquente",
                 tied="Situations connues les plus fréquentes")  # fmt: skip
    more = f" ; {counted(unknown, 'inconnue', 'inconnues')}" if unknown else ""
    return f"{told or 'Aucune situation à six mois n’est connue'}{more}"


def _small(count: object, small: int, one: str, many: str) -> str:
    """Dit, au bout d'un constat, que l'effectif est petit."""
    return "" if count >= small else f" (petit effectif : {counted(count, one, many)})"  # type: ignore[operator, arg-type]
