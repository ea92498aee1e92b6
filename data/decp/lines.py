"""Un tableau DECP déjà en cellules (classeur, CSV repassé par un tableur, JSON à plat)."""

from __future__ import annotations

import csv
from collections.abc import Iterable

import polars as pl

from data.decp.tables import Reading, Remark, source_of, technical_headings
from data.decp.territory import is_doubtful_place, is_in_vaucluse
from data.formats.decp import Source
from data.read.grid import FichierRefuse, line_spans
from data.read.text import SEPARATEURS
from data.words import normalize

Cells = Iterable[tuple[int, list[str | None]]]
# Titres et filtres qu'un tableur laisse au-dessus de l'en-tête.
LIGNES_EXAMINEES = 30
INTITULES_SURS = 2
DECALEE = (
    "La ligne a plus de cellules que l'en-tête, sans doute un séparateur de trop dans un texte : "
    "ligne écartée, corrigez-la."
)


def refuse_cut(end: bytes) -> None:
    """Refuse un CSV dont la dernière ligne, sans fin, a moins de cellules que la précédente.

    `end` : ses derniers octets. Une note de bas de page n'a qu'une cellule : elle ne se refuse pas.
    """
    lines = end.splitlines(keepends=True)
    if len(lines) < 2 or b"\0" in end or lines[-1].endswith((b"\n", b"\r")):
        return
    before, last = map(_counts, lines[-2:])
    short = [mark for mark, count in before.items()
             if count == max(before.values()) and 1 < last.get(mark, 1) < count]  # fmt: skip
    if short:
        raise FichierRefuse(
            "est coupé au milieu de sa dernière ligne : il a pu en perdre bien d'autres. Reprenez "
            "le téléchargement."
        )


def _counts(line: bytes) -> dict[str, int]:
    """Rend le nombre de cellules par séparateur ; rien si un texte court au-delà de la ligne."""
    text = line.decode("utf-8", "replace").rstrip("\r\n")
    if text.count('"') % 2:
        return {}
    return {mark: len(next(csv.reader([text], delimiter=mark), [])) for mark in SEPARATEURS}


def is_header(cells: Iterable[str | None]) -> bool:
    """Dit si une ligne porte au moins deux intitulés que seules les DECP ont."""
    return len({normalize(text) for text in cells if text} & technical_headings()) >= INTITULES_SURS


def read_lines(cells: Cells, sirens: list[str] | None) -> tuple[Source, Reading]:
    """Lit un tableau ; `sirens` : comme `tables.read_csv`. Lève FichierRefuse."""
    lines = [(number, row) for number, row in cells if any(row)]
    rank = next(
        (rank for rank, (_, row) in enumerate(lines[:LIGNES_EXAMINEES]) if is_header(row)), None
    )
    if rank is None:
        raise FichierRefuse(
            "n'a pas de ligne d'en-tête de DECP (uid, acheteur_id, dateNotification…) dans ses "
            "premières lignes. Ajoutez-la au-dessus des données, ou reprenez le fichier à sa "
            "source."
        )
    header = [text or "" for text in lines[rank][1]]
    source, columns = source_of(header)
    body = lines[rank + 1 :]
    frame = _frame(body, header, columns)
    kept = frame if sirens is None else frame.filter(is_in_vaucluse(frame.columns, sirens))
    shifted = [number for number, row in body if any(row[len(header) :])]
    done = Reading(len(body), kept.to_dict(as_series=False), columns)
    done.remarks = [Remark(number, "", DECALEE, est_ecartee=True) for number in shifted]
    done.remarks += place_remarks(frame, kept)
    if shifted and len(shifted) == len(body):
        raise FichierRefuse(
            f"a plus de cellules que l'en-tête sur toutes ses lignes ({line_spans(shifted)}) : "
            "ouvrez-le dans un tableur et vérifiez le séparateur."
        )
    return source, done


def place_remarks(frame: pl.DataFrame, kept: pl.DataFrame) -> list[Remark]:
    """Compte ce que le lieu d'exécution, mal écrit, a laissé de côté."""
    away = frame.join(kept.select("ligne"), on="ligne", how="anti")
    lines = away.filter(is_doubtful_place(frame.columns))["ligne"].unique().sort().to_list()
    if not lines:
        return []
    said = (
        "Des lieux d'exécution citent le 84 sans la forme d'un code "
        f"({line_spans(lines)}) : contrats non importés, à vérifier à la source."
    )
    return [Remark(None, "", said)]


def _frame(
    body: list[tuple[int, list[str | None]]], header: list[str], columns: dict[str, str]
) -> pl.DataFrame:
    places = {name: header.index(text) for name, text in columns.items()}
    data = {
        "ligne": [number for number, _ in body],
        **{
            name: [row[place] if place < len(row) else None for _, row in body]
            for name, place in places.items()
        },
    }
    return pl.DataFrame(data, schema={"ligne": pl.Int64, **dict.fromkeys(places, pl.String)})
