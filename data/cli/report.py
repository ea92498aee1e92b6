"""Le compte rendu d'un import : pour la machine (--json) et pour la personne (terminal, page)."""

from __future__ import annotations

from typing import Any

import polars as pl

from data.check import A_PRECISER, IMPORTE, REFUSE, Prepared
from data.check import anomalies as notes
from data.formats import formats
from data.recognize import Question
from data.words import nombre

ISSUES = {IMPORTE: "Importé", REFUSE: "Refusé", A_PRECISER: "À préciser"}
LIGNES_MONTREES = 12
HINTS = {
    "feuille": "Relancez avec --feuille « nom de l'onglet ».",
    "structure": "Relancez avec --structure.",
    "date": "Relancez avec --date aaaa-mm-jj.",
    "annee": "Renommez le fichier avec son année, puis relancez.",
    "colonnes": "Relancez avec --correspondance FICHIER : il sera écrit, à compléter.",
    "valeurs": "Relancez avec --correspondance FICHIER : il sera écrit, à compléter.",
}


def as_json(files: list[Prepared], *, publie: bool, generation: int) -> dict[str, Any]:
    """Rend le compte rendu pour --json."""
    return {"publie": publie, "generation": generation, "fichiers": [_file(one) for one in files]}


def _file(one: Prepared) -> dict[str, Any]:
    told = one.anomalies.select("ligne", "colonne", "message")
    return {
        "nom": one.nom,
        "issue": one.issue,
        "format": one.format or None,
        "lignes": one.lignes,
        "heures": one.heures,
        "anomalies": [{"feuille": one.feuille or None, **row} for row in told.to_dicts()],
    }


def as_text(one: Prepared) -> str:
    """Rend le compte rendu d'un fichier pour le terminal : comptes puis anomalies groupées."""
    label = formats()[one.format].label if one.format else "sorte inconnue"
    head = f"{ISSUES[one.issue]} : {one.nom} ({label})"
    counts = [accounting(one)] if one.lignes["lues"] else []
    hint = [f"  {hint_of(one.question)}"] if one.question else []
    return "\n".join([head, *counts, *_grouped(one), *hint])


def hint_of(question: Question) -> str:
    """Dit comment répondre à une question sur la ligne de commande."""
    if question.sujet != "choix":
        return HINTS[question.sujet]
    ways = [
        f"--repondre {question.cle}={answer} ({said})" for answer, said in question.reponses.items()
    ]
    return f"Relancez avec {' ou '.join(ways)}." if ways else "Corrigez l'export, puis relancez."


def accounting(one: Prepared) -> str:
    """Dit l'identité comptable du fichier en une phrase."""
    lines = one.lignes
    said = (
        f"  Lignes : {nombre(lines['lues'])} lues = {nombre(lines['retenues'])} retenues "
        f"+ {nombre(lines['doublons'])} en double + {nombre(lines['totaux'])} de total "
        f"+ {nombre(lines['ecartees'])} mises à l'écart"
    )
    if (people := people_count(one)) is not None:
        said += f" · personnes : {nombre(people)}"
    measure = formats()[one.format].measure
    if not measure:
        return said
    read, kept = (
        f"{one.heures[name]:,.2f}".replace(",", "\u202f").replace(".", ",")
        for name in ("lues", "retenues")
    )
    return f"{said} · heures : {read} lues, {kept} retenues"


def people_count(one: Prepared) -> int | None:
    """Compte les personnes des lignes retenues ; None si cette sorte d'export n'en nomme pas.

    Par pseudonyme s'il y en a un, sinon par numéro, que chaque structure donne à sa façon.
    """
    if one.rows is None:
        return None
    if "personne" in one.rows.columns:
        return one.rows["personne"].drop_nulls().n_unique()
    if "numero_participant" not in one.rows.columns:
        return None
    keys = one.rows.select("structure", "numero_participant").drop_nulls("numero_participant")
    return keys.n_unique()


def _grouped(one: Prepared) -> list[str]:
    groups = notes.grouped(one.anomalies)
    shown = [
        f"  {_place(row)}{row['message']}"
        for row in groups.head(LIGNES_MONTREES).iter_rows(named=True)
    ]
    rest = groups.height - LIGNES_MONTREES
    return (
        [*shown, f"  … et {rest} autres remarques (--json les donne toutes)."]
        if rest > 0
        else shown
    )


def _place(row: dict[str, Any]) -> str:
    if row["lignes"] == notes.TOUT_LE_FICHIER:
        return ""
    column = f", colonne « {row['colonne']} »" if row["colonne"] else ""
    return f"{notes.GRAVITES[row['gravite']]}, {row['lignes']}{column} : "


def anomalies_table(files: list[Prepared]) -> pl.DataFrame:
    """Rend toutes les anomalies, une ligne chacune : fichier, feuille, ligne, colonne, message."""
    parts = [
        one.anomalies.select(
            pl.lit(one.nom).alias("fichier"),
            pl.lit(one.feuille or None, pl.String).alias("feuille"),
            "ligne",
            "colonne",
            pl.col("gravite").replace_strict(notes.GRAVITES),
            "message",
        )
        for one in files
    ]
    return pl.concat(parts) if parts else pl.DataFrame()
