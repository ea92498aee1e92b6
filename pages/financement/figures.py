"""Les figures des parts et des versements : une fonction par requête."""

from __future__ import annotations

from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from pages.financement import findings
from pages.shared import theme
from pages.shared.charts import bars
from pages.shared.charts.shares import Mark, Share, stacked_shares
from pages.shared.words.formatting import counted, etp, euros, join_words, number
from pages.shared.words.labels import word
from pages.shared.words.structures import STRUCTURE_NAMES

Row = dict[str, object]
# L'État part de la gauche et l'EPCI de la droite : leurs deux règles sont deux traits fixes.
ORDER = ("etat", "departement", "autre", "non_renseigne", "epci")


def financement_par_epci(frame: pl.DataFrame) -> go.Figure:
    """Une barre de 100 % par EPCI, puis par groupe d'EPCI d'un poste partagé.

    `frame` : epci, nom_epci, financeur, libelle, montant_eur, part_pct, cout_eur, etp,
    nombre_postes, seuil_pct, sens, postes_non_renseignes, est_partage, est_sans_territoire.
    """
    return theme.say(_who_pays(frame, "nom_epci"), findings.who_pays_words(frame, "nom_epci"))


def financement_par_structure(frame: pl.DataFrame) -> go.Figure:
    """Une barre de 100 % par structure ; colonnes de `financement_par_epci`, sauf `nom`."""
    return theme.say(_who_pays(frame, "nom"), findings.who_pays_words(frame, "nom"))


def financement_departement(frame: pl.DataFrame) -> go.Figure:
    """Une seule barre de 100 % ; colonnes de `financement_par_structure`."""
    named = frame.with_columns(pl.lit("Tous les postes").alias("nom"))
    return theme.say(_who_pays(named, "nom"), findings.shares_words(frame))


def financement_par_poste(frame: pl.DataFrame) -> go.Figure:
    """Une barre de 100 % par poste d'un exercice ; sa structure et son EPCI sont écrits dessous.

    `frame` : annee, structure, poste, nom (les trois), et les colonnes de `financement_par_epci`.
    """
    spans_years = frame["annee"].n_unique() > 1
    groups = _groups(frame, "nom")
    figure = _stack(frame, groups, [_post_words(rows, spans_years) for rows in groups])
    return theme.say(figure, findings.who_pays_words(frame, "nom" if spans_years else "poste"))


def posts_words(row: Row) -> str:
    """Dit le nombre de postes ; sur plusieurs exercices, un poste compte une fois par an."""
    if str(row["annees"]).isdigit():
        return counted(row["nombre_postes"], "poste")
    return counted(row["nombre_postes"], "poste annuel", "postes annuels")


def _who_pays(frame: pl.DataFrame, name: str) -> go.Figure:
    """Dessine une rangée par valeur de la colonne `name`."""
    groups = _groups(frame, name)
    words = [
        (str(rows[0][name]), " · ".join([posts_words(rows[0]), *_size_words(rows)]))
        for rows in groups
    ]
    return _stack(frame, groups, words)


def _groups(frame: pl.DataFrame, name: str) -> list[list[Row]]:
    return [one.rows(named=True) for one in frame.partition_by(name, maintain_order=True)]


def _stack(frame: pl.DataFrame, groups: list[list[Row]], words: list[tuple[str, str]]) -> go.Figure:
    present = [one for one in ORDER if (frame["financeur"] == one).any()]
    shares = [share_of(one, groups) for one in present]
    ends = [_amount(rows[0]["cout_eur"]) for rows in groups]
    return stacked_shares(words, shares, ends, marks_of(frame))


def _post_words(rows: list[Row], spans_years: bool) -> tuple[str, str]:
    first = rows[0]
    name = f"{first['poste']}, {first['annee']}" if spans_years else str(first["poste"])
    structure = STRUCTURE_NAMES[str(first["structure"])]
    # Le territoire, parfois long, vient en dernier : c'est lui que la place peut couper.
    place = str(first["nom_epci"]).removeprefix("Poste ")
    return name, " · ".join([structure, *_size_words(rows), place])


def _size_words(rows: list[Row]) -> list[str]:
    """Dit le temps des postes d'une rangée, et quel financeur attendu le plan ne dit pas."""
    absent = [
        str(row["libelle"])
        for row in rows
        if row["part_pct"] is None and row["financeur"] != "non_renseigne"
    ]
    return [etp(rows[0]["etp"]), *([f"{join_words(absent)} non renseigné"] if absent else [])]


def _amount(value: Decimal | None) -> str:
    """Écrit un montant ; en mode projection il n'est pas publié, et rien ne s'écrit."""
    return "" if value is None else euros(value)


def share_of(code: str, groups: list[list[Row]]) -> Share:
    """Rend la part d'un financeur dans chaque rangée : part_pct et montant_eur de ses lignes."""
    found = [next((row for row in rows if row["financeur"] == code), {}) for rows in groups]
    return Share(
        word("financeur", code),
        [row.get("part_pct") for row in found],
        [_amount(row.get("montant_eur")) for row in found],
        theme.FINANCEURS[code],
        est_hachure=code == "non_renseigne",
    )


def marks_of(frame: pl.DataFrame) -> list[Mark]:
    """Rend les règles à tracer : le plafond de l'État, le plancher de l'EPCI."""
    rules = {
        (row["financeur"], row["sens"]): row["seuil_pct"]
        for row in frame.drop_nulls("seuil_pct").rows(named=True)
    }
    marks = []
    if ceiling := rules.get(("etat", "max")):
        marks.append(Mark(ceiling, f"État : {number(ceiling)} % au plus", "right"))
    if floor := rules.get(("epci", "min")):
        marks.append(Mark(100 - floor, f"EPCI : {number(floor)} % au moins", "center"))
    return marks


def versements(frame: pl.DataFrame) -> go.Figure:
    """Une barre pâle par financeur (notifié, sinon prévu) et, dedans, ce qui est versé.

    `frame` : annee, structure, financeur, libelle, nom_epci, prevu_eur, notifie_eur, verse_eur,
    reste_eur, nombre_versements, dernier_versement, piece_attendue.
    """
    rows = frame.rows(named=True)
    spans_years = frame["annee"].n_unique() > 1
    figure = bars.bars_with_part(
        [_payer(row, spans_years) for row in rows],
        [_promised(row) for row in rows],
        [None if row["verse_eur"] is None else float(row["verse_eur"]) for row in rows],
        [_paid_words(row) for row in rows],
        names=("Notifié (sinon prévu)", "Versé"),
    )
    return theme.say(figure, findings.payments_words(frame))


def _payer(row: Row, spans_years: bool) -> str:
    structure = STRUCTURE_NAMES[str(row["structure"])]
    year = f", {row['annee']}" if spans_years else ""
    return f"{row['financeur']} → {structure}{year}"


def _promised(row: Row) -> float | None:
    amount = row["prevu_eur"] if row["notifie_eur"] is None else row["notifie_eur"]
    return None if amount is None else float(amount)


def _paid_words(row: Row) -> str:
    if row["notifie_eur"] is not None:
        due = f"{euros(row['notifie_eur'])} notifiés"
    elif row["prevu_eur"] is not None:
        due = f"{euros(row['prevu_eur'])} prévus, notification non renseignée"
    else:
        due = "montant non renseigné"
    if row["verse_eur"] is None:
        return f"{due}, versement non renseigné"
    rest = row["reste_eur"]
    if rest is not None and not rest:
        return f"{due}, tout est versé"
    more = "" if rest is None else f", reste {euros(rest)}"
    return f"{euros(row['verse_eur'])} versés sur {due}{more}"
