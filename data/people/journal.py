"""Ce que le magasin garde d'un import : jamais un nom de fichier, ni une valeur citée.

Les anomalies se lisent en entier pendant l'import ; ensuite, seul ce qui appartient à une liste
fermée (nos mots, nos intitulés, nos valeurs) ou n'a que des chiffres courts reste cité.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import polars as pl

from data.check import Prepared
from data.columns import COLUMNS
from data.formats import formats
from data.reference import labels, load
from data.words import month_of, normalize

NON_GARDE = "« (non gardé) »"
INTITULE_NON_GARDE = "(intitulé non gardé)"
_CITE = re.compile(r"«\s*([^»]*?)\s*»")
_COURT = re.compile(r"^[-+]?[\d.,;:\s\u00a0\u202fhO€%]{1,10}$")
_JOUR = r"\d\d/\d\d/\d{4}"
CHIFFRES_GARDES = 6
EMPREINTE_DITE = 8


def kept_name(one: Prepared) -> str:
    """Rend le nom que le magasin retient d'un fichier : sorte, structures, date, empreinte."""
    frames = [frame for frame in (one.rows,) if frame is not None]
    found = {text for frame in frames for text in frame["structure"].drop_nulls().unique()}
    when = f"{one.extraction:%d/%m/%Y}" if one.extraction else ""
    return _name(one.format, sorted(found), when, one.empreinte)


def _name(kind: str, structures: Sequence[str], when: str, mark: str) -> str:
    words = [formats()[kind].label, " ".join(structures), when]
    return " · ".join([*filter(None, words), mark[:EMPREINTE_DITE]])


def cleaned_journal(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Rend les tables d'un magasin d'avant sans nom de fichier ni d'onglet, ni valeur citée.

    Ce qui est déjà de notre forme ne change pas.
    """
    names = [_named_again(row) for row in tables["imports"].iter_rows(named=True)]
    imports = tables["imports"].with_columns(pl.Series("fichier", names, pl.String))
    told = kept_anomalies(tables["anomalies"]).with_columns(
        feuille=pl.lit(None, pl.String),
        fichier=pl.col("import_id").replace_strict(
            dict(zip(imports["import_id"], names, strict=True)),
            default=None,
            return_dtype=pl.String,
        ),
    )
    return {**tables, "imports": imports, "anomalies": told}


def journal_in_clear(tables: dict[str, pl.DataFrame]) -> int:
    """Compte ce qu'un magasin d'avant garde encore d'un nom de fichier ou d'une valeur citée."""
    after = cleaned_journal(tables)
    return sum(
        (before != now)
        for name in ("imports", "anomalies")
        for before, now in zip(tables[name].rows(), after[name].rows(), strict=True)
    )


def _named_again(row: dict[str, Any]) -> str:
    """Rend le nom retenu d'un import ; celui d'avant s'il est déjà de notre forme."""
    known, mark = labels("structure"), (row["empreinte"] or "")[:EMPREINTE_DITE]
    days, structures = rf"(?:{_JOUR} · )?", "|".join(map(re.escape, known))
    own = re.escape(formats()[row["format"]].label)
    shape = rf"{own} · (?:(?:{structures})(?: (?:{structures}))* · )?{days}{re.escape(mark)}"
    if re.fullmatch(shape, row["fichier"] or ""):
        return row["fichier"]
    when = f"{row['date_extraction']:%d/%m/%Y}" if row["date_extraction"] else ""
    seen = [one for one in (row["structures"] or "").split("|") if one in known]
    return _name(row["format"], seen, when, mark)


def kept_anomalies(anomalies: pl.DataFrame) -> pl.DataFrame:
    """Rend les anomalies telles que le magasin les garde."""
    messages = [_kept_message(text) for text in anomalies["message"]]
    headings = [_kept_heading(text) for text in anomalies["colonne"]]
    return anomalies.with_columns(
        pl.Series("message", messages, pl.String), pl.Series("colonne", headings, pl.String)
    )


def _kept_message(text: str | None) -> str | None:
    return text and _CITE.sub(lambda cited: cited[0] if _is_ours(cited[1]) else NON_GARDE, text)


def _kept_heading(text: str | None) -> str | None:
    if not text or normalize(text) in _words() or month_of(text):
        return text
    return INTITULE_NON_GARDE


def _is_ours(text: str) -> bool:
    is_short = bool(_COURT.match(text)) and sum(one.isdigit() for one in text) <= CHIFFRES_GARDES
    return is_short or normalize(text) in _words() or bool(month_of(text))


@cache
def _words() -> frozenset[str]:
    """Tous nos mots, normalisés : sortes, colonnes, intitulés admis, valeurs des listes."""
    found = {one.label for one in (*formats().values(), *COLUMNS.values())}
    for one in formats().values():
        found |= {text for admitted in one.headings.values() for text in admitted}
        found |= set(one.dropped)
    lists = {"situation", "programme", "structure", "epci", *load()["ref_code"]["liste"].unique()}
    found |= {text for name in lists for text in labels(name).values()}
    return frozenset(normalize(text) for text in found if text)
