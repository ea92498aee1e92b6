"""Processus enfant des DECP : ouvre un fichier inconnu, en garde le Vaucluse, rend du JSON.

Lancé par `data.decp.read` (`python -m data.decp.child`) : sur l'entrée, une ligne JSON de
consignes, puis les octets du fichier si elles ne donnent pas de chemin ; sur la sortie, une ligne
JSON par bloc lu ({"fait": 0.4}), puis le résultat ou le refus. Ni clé, ni droit d'écrire.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import polars as pl

from data.decp.content import (
    Content,
    all_bytes,
    byte_count,
    first_bytes,
    first_text,
    last_bytes,
    unpacked,
)
from data.decp.contracts import INCOMPRIS, Contract
from data.decp.lines import is_header, place_remarks, read_lines, refuse_cut
from data.decp.parsing import Found, flat_cells, parse, records
from data.decp.tables import (
    RECODE_MAX_OCTETS,
    Progress,
    Reading,
    Remark,
    read_csv,
    read_parquet,
    technical_headings,
)
from data.decp.territory import is_in_vaucluse
from data.formats.decp import Source, sources
from data.read.encoding import decode
from data.read.grid import FichierRefuse
from data.read.sandbox import CODE_MEMOIRE, limit_memory, report_crash
from data.read.text import read_text
from data.words import nombre

PARQUET = b"PAR1"
JSON_MAX_MO = 100
APERCU_OCTETS = 64 * 1024
# Ce que `contracts.Contract` ajoute aux champs du contrat.
DEDUITES = ("source_decp", "type_contrat", "modification_id", "donnees_actuelles", "titulaire_id",
            "titulaire_type_id", "titulaire_nom")  # fmt: skip


def read_content(
    name: str, content: Content, sirens: list[str] | None, advance: Progress
) -> dict[str, Any]:
    """Lit des DECP ; `sirens` : acheteurs du Vaucluse, None pour garder toute la France.

    Rend source, lues, intitules, remarks et rows (textes). Lève FichierRefuse (phrase sans le nom).
    """
    content = unpacked(content)
    if first_bytes(content, len(PARQUET)) == PARQUET:
        source, done = _read_parquet(content, sirens, advance)
    elif first_text(content, APERCU_OCTETS).lstrip().startswith(("{", "[")):
        source, done = _read_json(content, sirens, advance)
    else:
        source, done = _read_csv(content, sirens, advance)
    return {"source": source.name if source else "", **done.as_json()}


def _read_parquet(
    content: Content, sirens: list[str] | None, advance: Progress
) -> tuple[Source, Reading]:
    try:
        return read_parquet(content, sirens, advance)
    except pl.exceptions.PolarsError as error:
        end = all_bytes(content)[-len(PARQUET) :]
        if end != PARQUET:
            raise FichierRefuse(
                "est un Parquet coupé : sa fin manque. Reprenez le téléchargement."
            ) from error
        raise FichierRefuse(
            "est un Parquet abîmé, ou d'une sorte que ce programme ne lit pas. Prenez le CSV de "
            "la même source."
        ) from error


def _read_csv(
    content: Content, sirens: list[str] | None, advance: Progress
) -> tuple[Source, Reading]:
    """Lit par blocs un CSV régulier ; sinon ligne à ligne, ce qui dit où il se casse."""
    refuse_cut(last_bytes(content, APERCU_OCTETS))
    if byte_count(content) > RECODE_MAX_OCTETS:
        return _read_national(content, sirens, advance)
    first = first_text(content, APERCU_OCTETS).replace("\r\n", "\n").partition("\n")[0]
    if "\r" not in first and is_header(first.replace("\t", ";").replace(",", ";").split(";")):
        try:
            return read_csv(content, sirens, advance)
        except pl.exceptions.PolarsError:
            advance(0.1)
    grid = read_text(all_bytes(content), technical_headings())
    source, done = read_lines(grid.rows.items(), sirens)
    done.remarks += [Remark(None, "", one) for one in grid.warnings]
    return source, done


def _read_national(
    content: Content, sirens: list[str] | None, advance: Progress
) -> tuple[Source, Reading]:
    try:
        return read_csv(content, sirens, advance)
    except pl.exceptions.PolarsError as error:
        raise FichierRefuse(
            "a des lignes qui n'ont pas les colonnes de l'en-tête : un guillemet ou un séparateur "
            "de trop, ou un fichier coupé. Prenez le Parquet de la même source "
            "(« python -m data telecharger decp »)."
        ) from error


def _read_json(
    content: Content, sirens: list[str] | None, advance: Progress
) -> tuple[Source | None, Reading]:
    if byte_count(content) > JSON_MAX_MO * 1024**2:
        raise FichierRefuse(
            f"est un JSON de plus de {nombre(JSON_MAX_MO)} Mo : prenez plutôt le Parquet de "
            "data.gouv.fr (« python -m data telecharger decp »)."
        )
    read = decode(all_bytes(content))
    root, repairs = parse(read.text)
    found = records(root)
    advance(0.5)
    if found.flat and not found.contracts:
        source, done = read_lines(flat_cells(found.flat), sirens)
    else:
        source, done = None, _contracts(found, sirens)
    read_said = [read.warning] if read.warning else []
    said = [*repairs, *read_said, *found.remarks, *_strangers(found)]
    done.remarks += [Remark(None, "", one) for one in said]
    return source, done


def _strangers(found: Found) -> list[str]:
    count = found.strangers + (len(found.flat) if found.contracts else 0)
    if not count:
        return []
    return [
        f"{nombre(count)} éléments de ce JSON ne sont pas des contrats : ils n'ont pas été lus."
    ]


def _contracts(found: Found, sirens: list[str] | None) -> Reading:
    names = [*sources()["json_2022"].headings, *DEDUITES]
    rows, remarks = [], []
    for rank, (kind, record) in enumerate(found.contracts, start=1):
        contract = Contract(record, kind)
        rows += [{"ligne": rank, **line} for line in contract.lines()]
        remarks += [Remark(rank, name, INCOMPRIS) for name in contract.misread]
    frame = pl.DataFrame(rows, schema={"ligne": pl.Int64, **dict.fromkeys(names, pl.String)})
    kept = frame if sirens is None else frame.filter(is_in_vaucluse(frame.columns, sirens))
    inside = set(kept["ligne"])
    # Un lieu ou un acheteur illisible a pu cacher un contrat du Vaucluse : cela se dit toujours.
    where = ("acheteur", "autoriteConcedante", "lieuExecution")
    told = [one for one in remarks if one.ligne in inside or one.colonne in where]
    told += place_remarks(frame, kept)
    return Reading(len(found.contracts), kept.to_dict(as_series=False), remarks=told)


def main() -> None:
    """Lit les consignes et le fichier, écrit l'avancement puis le résultat ou le refus."""
    sys.excepthook = report_crash
    asked = json.loads(sys.stdin.buffer.readline())
    limit_memory(asked["memory_mb"], asked["delay_s"])
    try:
        content = Path(asked["chemin"]) if asked["chemin"] else sys.stdin.buffer.read()
        result = read_content(asked["nom"], content, asked["sirens"], _say)
    except FichierRefuse as refusal:
        result = {"refus": str(refusal)}
    except MemoryError:
        sys.exit(CODE_MEMOIRE)
    print(json.dumps(result), flush=True)


def _say(done: float) -> None:
    print(json.dumps({"fait": round(done, 3)}), flush=True)


if __name__ == "__main__":
    main()
