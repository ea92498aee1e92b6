"""Processus enfant des DECP : ouvre un fichier inconnu, en garde le Vaucluse, rend du JSON.

Lancé par `data.decp.read` (`python -m data.decp.child`) : sur l'entrée, une ligne JSON de
consignes, puis les octets du fichier si elles ne donnent pas de chemin ; sur la sortie, une ligne
JSON par bloc lu ({"fait": 0.4}), puis le résultat ou le refus. Ni clé, ni droit d'écrire.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl

from data.decp.content import Content, all_bytes, byte_count, first_bytes
from data.decp.contracts import lines, parse, records
from data.decp.tables import Progress, Reading, read_csv, read_parquet
from data.decp.territory import is_in_vaucluse
from data.formats.decp import sources
from data.grid import FichierRefuse, nombre
from data.sandbox import CODE_MEMOIRE, limit_memory, report_crash
from data.text import decode

PARQUET = b"PAR1"
JSON_MAX_MO = 100
# Ce que `contracts.lines` ajoute aux champs du contrat.
DEDUITES = ("source_decp", "type_contrat", "modification_id", "donnees_actuelles", "titulaire_id",
            "titulaire_type_id", "titulaire_nom")  # fmt: skip
ABIME = (
    "est abîmé ou coupé : des lignes n'ont pas les colonnes de l'en-tête. Reprenez le "
    "téléchargement."
)


def read_content(
    name: str, content: Content, sirens: list[str] | None, advance: Progress
) -> dict[str, Any]:
    """Lit des DECP ; `sirens` : acheteurs du Vaucluse, None pour garder toute la France.

    Rend source, lues, intitules et rows (textes). Lève FichierRefuse (phrase sans le nom).
    """
    try:
        return _reader(name, content)(content, sirens, advance)
    except pl.exceptions.PolarsError as error:
        raise FichierRefuse(ABIME) from error


def _reader(name: str, content: Content) -> Callable[..., dict[str, Any]]:
    if Path(name).suffix.lower() == ".json":
        return _read_json
    return _read_table


def _read_table(content: Content, sirens: list[str] | None, advance: Progress) -> dict[str, Any]:
    is_parquet = first_bytes(content, len(PARQUET)) == PARQUET
    read = read_parquet if is_parquet else read_csv
    source, done = read(content, sirens, advance)
    return {"source": source.name, **vars(done)}


def _read_json(content: Content, sirens: list[str] | None, advance: Progress) -> dict[str, Any]:
    if byte_count(content) > JSON_MAX_MO * 1024**2:
        raise FichierRefuse(
            f"est un JSON de plus de {nombre(JSON_MAX_MO)} Mo : prenez plutôt le Parquet de "
            "data.gouv.fr (« python -m data telecharger decp »)."
        )
    found = list(records(parse(decode(all_bytes(content)))))
    advance(0.5)
    names = [*sources()["json_2022"].headings, *DEDUITES]
    rows = [
        {"ligne": rank, **line}
        for rank, (kind, record) in enumerate(found, start=1)
        for line in lines(record, kind)
    ]
    frame = pl.DataFrame(rows, schema={"ligne": pl.Int64, **dict.fromkeys(names, pl.String)})
    kept = frame if sirens is None else frame.filter(is_in_vaucluse(frame.columns, sirens))
    done = Reading(len(found), kept.to_dict(as_series=False))
    return {"source": "", **vars(done)}


def main() -> None:
    """Lit les consignes et le fichier, écrit l'avancement puis le résultat ou le refus."""
    sys.excepthook = report_crash
    asked = json.loads(sys.stdin.buffer.readline())
    limit_memory(asked["memoire_mo"], asked["delai_s"])
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
