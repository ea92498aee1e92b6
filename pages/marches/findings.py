"""Les constats des marchés : ce que disent les titres, d'après les résultats des requêtes."""

from __future__ import annotations

import polars as pl

from pages.shared.words.findings.leaders import entries_of, first, leaders
from pages.shared.words.findings.nouns import MARCHES_CLAUSES, Noun, sentence
from pages.shared.words.formatting import counted, number, percent

NOTIFIED = Noun("marché clausé notifié", "marchés clausés notifiés")
OVER = Noun("marché en cours a", "marchés en cours ont", rien="aucun marché en cours n'a")


def yearly_words(frame: pl.DataFrame, choisie: str) -> str:
    """Dit les marchés de l'année choisie ; sans elle, tous ceux qui sont notifiés.

    `frame` : marches_par_annee, triée (annee, nouveaux, notifies_cumules, en_cours, est_complete).
    """
    own = frame.filter(pl.col("annee").cast(pl.String) == choisie)
    if own.height:
        row = own.row(0, named=True)
        said = f"{sentence(MARCHES_CLAUSES.counted(row['en_cours']))} en cours en {choisie}"
        more = (
            f", dont {counted(row['nouveaux'], 'nouveau', 'nouveaux')}" if row["nouveaux"] else ""
        )
        return f"{said}{more}{'' if row['est_complete'] else ' (année en cours)'}"
    last = frame.row(-1, named=True)
    total = sentence(NOTIFIED.counted(last["notifies_cumules"]))
    return f"{total} depuis le début du suivi, jusqu'en {last['annee']}"


def typology_words(frame: pl.DataFrame, column: str) -> str:
    """Dit la sorte de marchés la plus fréquente, ou les ex æquo ; l'inconnu n'est pas classé.

    `frame` : la colonne, libelle, marches, part_pct, part_heures_pct.
    """
    known = frame.filter(pl.col(column) != "inconnu").drop_nulls("part_pct")
    best = leaders(entries_of(known, "libelle", "marches"))
    if not best.names:
        return "Aucun marché en cours n'est décrit ainsi dans cette vue"
    if not best.est_seul:
        return first(best, alone="", tied="Le plus souvent")
    row = known.filter(marches=known["marches"].max()).row(0, named=True)
    words = f"Le plus souvent : {best.names[0]}, {percent(row['part_pct'])} des marchés en cours"
    part = row["part_heures_pct"]
    return words if part is None else f"{words} et {percent(part)} des heures"


def late_words(late: int) -> str:
    """Dit combien de marchés ont passé leur fin prévue sans être clos."""
    if not late:
        return "Aucun marché n'a passé sa fin prévue sans être clos"
    if late == 1:
        return "1 marché a une fin prévue dépassée et n'est pas clos"
    return f"{number(late)} marchés ont une fin prévue dépassée et ne sont pas clos"


def over_words(running: pl.DataFrame) -> str:
    """Dit combien de marchés en cours ont dépassé les heures prévues.

    `running` : ceux de marches_liste qui ont des heures prévues.
    """
    if running.is_empty():
        return "Aucun marché en cours n'a d'heures prévues"
    over = running.filter(pl.col("taux_pct") > 100).height
    if running.height == 1:
        return f"Le seul marché en cours {'a' if over else 'n’a pas'} dépassé les heures prévues"
    said = sentence(OVER.counted(over))
    return f"{said} dépassé les heures prévues, sur {number(running.height)}"
