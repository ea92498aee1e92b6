"""Les objectifs face au réalisé ; la convention les laisse ouverts, et la page le dit."""

from __future__ import annotations

import polars as pl

from pages.financement.rows import Row, group_title, rows_table
from pages.shared.words.formatting import (
    UNKNOWN,
    counted,
    lower_first,
    number,
    percent,
    to_html,
)

GOAL_HEADS = ("Indicateur", "Objectif", "Réalisé", "Part atteinte", "Décision")


def goals_words(frame: pl.DataFrame) -> str:
    """Dit combien d'objectifs sont fixés : « 5 objectifs fixés ; 31 non fixés »."""
    fixed = frame["est_fixe"].sum()
    if not fixed:
        return "Aucun objectif n'est fixé pour cette vue : la convention les laisse ouverts"
    rest = frame.height - fixed
    more = f" ; {counted(rest, 'indicateur est', 'indicateurs sont')} sans objectif" if rest else ""
    return f"{counted(fixed, 'objectif fixé', 'objectifs fixés')}{more}"


def goals_html(frame: pl.DataFrame, caption: str) -> str:
    """Rend les objectifs fixés face au réalisé ; ceux qui ne le sont pas tiennent en une ligne.

    `frame` : objectifs_et_realise.
    """
    spans_years = frame["annee"].n_unique() > 1
    body = []
    for place in frame.partition_by("annee", "nom_perimetre", maintain_order=True):
        rows = place.rows(named=True)
        # Une structure sans objectif ni réalisé dans ce territoire n'a rien à y lire.
        if not any(row["est_fixe"] or row["realise"] for row in rows):
            continue
        year = f", {rows[0]['annee']}" if spans_years else ""
        body.append(group_title(f"{rows[0]['nom_perimetre']}{year}", len(GOAL_HEADS)))
        body.extend(_goal_row(row) for row in rows if row["est_fixe"])
        open_ones = [_open_words(row) for row in rows if not row["est_fixe"]]
        if open_ones:
            words = to_html(f"Objectif non fixé : {', '.join(open_ones)}")
            body.append(f'<tr><td class="libre" colspan="{len(GOAL_HEADS)}">{words}</td></tr>')
    return rows_table("regles objectifs", caption, GOAL_HEADS, body)


def _open_words(row: Row) -> str:
    return f"{lower_first(str(row['libelle']))} ({_amount(row, 'realise')})"


def _goal_row(row: Row) -> str:
    values = (_amount(row, "objectif"), _amount(row, "realise"))
    numbers = "".join(f'<td class="nombre">{to_html(one)}</td>' for one in values)
    detail = f'<span class="detail">{to_html(to_date_words(row))}</span>'
    share = f'<td class="nombre">{to_html(percent(row["part_pct"]))} {detail}</td>'
    decision = to_html(str(row["source_decision"] or UNKNOWN))
    head = f'<th scope="row">{to_html(str(row["libelle"]))}</th>'
    return f"<tr>{head}{numbers}{share}<td>{decision}</td></tr>"


def to_date_words(row: Row) -> str:
    """Dit l'objectif au prorata : « 9 mois sur 12 : 75 attendus, 104 % atteints »."""
    months = f"{row['mois_finis']} mois sur 12"
    if row["mois_finis"] == 12:
        return "année finie"
    if row["objectif_a_ce_jour"] is None:
        return f"{months} ; sans prorata"
    expected = number(row["objectif_a_ce_jour"])
    return f"{months} : {expected} attendus, {percent(row['part_a_ce_jour_pct'])} atteints"


def _amount(row: Row, name: str) -> str:
    is_rate = str(row["indicateur"]).endswith("_pct")
    return percent(row[name]) if is_rate else number(row[name])
