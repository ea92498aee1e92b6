"""Lecture des tables de référence, une fois par processus."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import polars as pl

FOLDER = Path(__file__).parent
_OUI_NON = {"oui": True, "non": False}
# Le nom de chaque table sur la page Méthode ; un test en réclame un pour toute table.
TITRES = {
    "ref_acheteur": "Acheteurs",
    "ref_annexe_2": "Lignes de l'annexe 2",
    "ref_annexe_3": "Activité par territoire (annexe 3)",
    "ref_attente": "Données attendues",
    "ref_bassin": "Bassins d'emploi",
    "ref_categorie": "Catégories de publics",
    "ref_cible_pnad": "Cibles du PNAD",
    "ref_code": "Listes de valeurs",
    "ref_commune": "Communes",
    "ref_contact": "À qui demander",
    "ref_cpv": "Divisions des achats (CPV)",
    "ref_epci": "EPCI",
    "ref_naf": "Divisions d'activité (NAF)",
    "ref_oecp": "Série nationale de l'OECP",
    "ref_parametre": "Paramètres",
    "ref_personne": "Registre et notice sur les personnes",
    "ref_programme": "Programmes",
    "ref_qpv": "Quartiers prioritaires",
    "ref_regle": "Règles retenues",
    "ref_regle_financement": "Règles de financement",
    "ref_seuil_europeen": "Seuils européens",
    "ref_situation": "Situations",
    "ref_structure": "Structures",
    "ref_structure_territoire": "Territoires des structures",
    "ref_succession_acheteur": "Successions d'acheteurs",
}


class TableCassee(Exception):
    """Une table de référence ne se lit pas ; str(e) dit le fichier, la ligne et quoi corriger."""


@cache
def load() -> dict[str, pl.DataFrame]:
    """Toutes les tables : nom de fichier sans extension (`ref_epci`…) -> table typée.

    Les codes restent du texte (zéros de tête) ; `est_*` et `a_*` sont des booléens, `nb_*`,
    `nombre_*`, `ordre`, `numero` et `population*` des entiers, `date_*` des dates, `*_pct` et
    `*_etp` des décimaux exacts, `lon` et `lat` des degrés. Lève TableCassee.
    """
    return {path.stem: read_table(path) for path in sorted(FOLDER.glob("ref_*.csv"))}


def read_table(path: Path) -> pl.DataFrame:
    """Lit une table ; lève TableCassee, qui nomme son fichier et sa ligne."""
    (_, header), *rows = _rows(path)
    for line, row in rows:
        if len(row) != len(header):
            raise TableCassee(
                f"{path.name}, ligne {line} : {len(row)} cellules au lieu de {len(header)}. Un "
                "texte qui contient « ; » se met entre guillemets."
            )
    # Tout en texte d'abord : une devinette de type mangerait les zéros de « 04045 ».
    columns = zip(*(row for _, row in rows), strict=True) if rows else [[] for _ in header]
    texts = pl.DataFrame(
        {
            name: pl.Series(cells, dtype=pl.String)
            for name, cells in zip(header, columns, strict=True)
        }
    )
    texts = texts.with_columns(pl.all().replace("", None))
    typed = texts.with_columns(_typed(column) for column in header)
    for column in header:
        lost = (texts[column].is_not_null() & typed[column].is_null()).arg_true()
        if len(lost):
            raise TableCassee(
                f"{path.name}, ligne {rows[lost[0]][0]} : « {texts[column][lost[0]]} » n'est pas "
                f"{_expected(column)}, que demande la colonne « {column} »."
            )
    return typed


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """Rend chaque ligne du tableur et ses cellules, en-tête compris."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.reader(stream, delimiter=";", strict=True)
            return [(reader.line_num, row) for row in reader]
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise TableCassee(
            f"{path.name}, ligne {line} : des lettres ne sont pas en UTF-8. Enregistrez le fichier "
            "en « CSV UTF-8 »."
        ) from error
    except csv.Error as error:
        raise TableCassee(
            f"{path.name}, ligne {reader.line_num} : un guillemet est ouvert ou de trop."
        ) from error


OUI_OU_NON, ENTIER, JOUR, DECIMAL, DEGRES = (
    "« oui » ou « non »", "un nombre entier", "une date (aaaa-mm-jj)",
    "un nombre à deux décimales au plus, avec un point", "un nombre de degrés",
)  # fmt: skip


def _expected(column: str) -> str:
    """Dit quelle sorte de valeur attend une colonne, "" si c'est un texte."""
    if column.startswith(("est_", "a_")):
        return OUI_OU_NON
    if column.startswith(("nb_", "nombre_", "population")) or column in ("ordre", "numero"):
        return ENTIER
    if column.startswith("date_"):
        return JOUR
    if column.endswith(("_pct", "_etp")):
        return DECIMAL
    return DEGRES if column in ("lon", "lat") else ""


def _typed(column: str) -> pl.Expr:
    text = pl.col(column)
    return {
        OUI_OU_NON: text.replace_strict(_OUI_NON, default=None, return_dtype=pl.Boolean),
        ENTIER: text.cast(pl.Int64, strict=False),
        JOUR: text.str.to_date("%Y-%m-%d", strict=False),
        DECIMAL: text.cast(pl.Decimal(6, 2), strict=False),
        DEGRES: text.cast(pl.Float64, strict=False),
    }.get(_expected(column), text)


def sources() -> pl.DataFrame:
    """Rend (table_de_reference, source) de toutes les tables, chaque source une fois."""
    parts = [
        frame.select(
            pl.lit(TITRES.get(name, name)).alias("table_de_reference"), pl.col("source")
        ).unique(maintain_order=True)
        for name, frame in load().items()
    ]
    return pl.concat(parts).drop_nulls()
