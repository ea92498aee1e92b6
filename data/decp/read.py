"""Porte d'entrée des DECP : le fichier est ouvert dans un processus enfant borné, jamais ici.

Un fichier du disque n'est pas copié en mémoire : l'enfant reçoit son chemin et le lit par blocs.
"""

from __future__ import annotations

import json
import logging
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import polars as pl

from data.decp.content import Content, first_bytes, first_text
from data.decp.lines import LIGNES_EXAMINEES, is_header, read_lines
from data.decp.tables import Remark
from data.decp.territory import acheteurs_84
from data.formats.decp import sources
from data.read.children import RACINE, VARIABLES_TRANSMISES
from data.read.feuille import Feuille
from data.read.grid import FichierRefuse
from data.read.sandbox import CODE_MEMOIRE, TROP_LONG, TROP_OCCUPEE
from data.read.text import SEPARATEURS
from data.words import nombre

Advance = Callable[[float], None]
# Temps de calcul de l'enfant, puis temps passé à l'attendre.
DELAI_S = 900
ATTENTE_S = 3600
MEMOIRE_MO = 2048
APERCU_OCTETS = 64 * 1024
JSON_START = re.compile(r"[\[{]\s*([\"{\[\]}]|$)")
# Deux fils, et un seul groupe de lignes lu d'avance : la mémoire ne suit pas la taille du fichier.
SOBRE = {"POLARS_MAX_THREADS": "2", "POLARS_ROW_GROUP_PREFETCH_SIZE": "1"}
_journal = logging.getLogger(__name__)


@dataclass(frozen=True)
class Lecture:
    """Ce qu'un fichier de DECP dit, sans interprétation.

    `frame` : « ligne » (du tableur, ou rang du contrat d'un JSON), source_decp, nos colonnes de
    texte, a_colonne_considerations ; `lues` : lignes ou contrats vus, Vaucluse ou non ;
    `intitules` : notre colonne -> intitulé du fichier ; `remarks` : ce que la lecture a à dire.
    """

    frame: pl.DataFrame
    lues: int
    intitules: dict[str, str]
    remarks: tuple[Remark, ...] = ()


def is_decp(name: str, content: Content) -> bool:
    """Dit si un fichier se présente comme des DECP : Parquet, JSON, ou CSV à leurs intitulés.

    Son contenu décide, décompressé s'il le faut ; le nom ne sert qu'à se taire. Un classeur, ou
    un CSV dont l'en-tête n'est pas à la première ligne, se reconnaît une fois lu (`is_decp_sheet`).
    """
    if Path(name).suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"):
        return False
    if first_bytes(content, 4) == b"PAR1":
        return True
    head = first_text(content, APERCU_OCTETS).lstrip()
    if JSON_START.match(head) or (head[:1] in ("[", "{") and Path(name).suffix.lower() == ".json"):
        return True
    first = head.replace("\r", "\n").partition("\n")[0]
    return is_header(re.split("[" + re.escape("".join(SEPARATEURS)) + "]", first.replace('"', "")))


def is_decp_sheet(feuille: Feuille) -> bool:
    """Dit si une feuille lue porte un en-tête de DECP dans ses premières lignes."""
    rows = feuille.cells.head(LIGNES_EXAMINEES).drop("ligne").iter_rows()
    return any(is_header(row) for row in rows)


def lecture_of_sheet(name: str, feuille: Feuille, *, est_france: bool = False) -> Lecture:
    """Rend une feuille déjà lue comme `read_decp` rend un fichier. Lève FichierRefuse."""
    sirens = None if est_france else sorted(acheteurs_84())
    cells = ((row[0], list(row[1:])) for row in feuille.cells.iter_rows())
    try:
        source, done = read_lines(cells, sirens)
    except FichierRefuse as refusal:
        raise FichierRefuse(f"Le fichier «\u00a0{name}\u00a0» {refusal}") from refusal
    done.remarks += [Remark(None, "", one) for one in feuille.warnings]
    return _lecture({"source": source.name, **done.as_json()})


def read_decp(
    name: str, content: Content, *, est_france: bool = False, advance: Advance = lambda _done: None
) -> Lecture:
    """Lit des DECP : JSON, CSV ou Parquet, en octets ou sur le disque.

    Ne garde que le Vaucluse (acheteur ou exécution), ou tout si `est_france`. Lève FichierRefuse,
    dont le texte est la phrase à montrer.
    """
    asked = {
        "nom": name,
        "chemin": "" if isinstance(content, bytes) else str(content.resolve()),
        "sirens": None if est_france else sorted(acheteurs_84()),
        "memory_mb": MEMOIRE_MO,
        "delay_s": DELAI_S,
    }
    result = _run_child(name, asked, content if isinstance(content, bytes) else b"", advance)
    if "refus" in result:
        raise FichierRefuse(f"Le fichier «\u00a0{name}\u00a0» {result['refus']}")
    return _lecture(result)


def _lecture(result: dict[str, Any]) -> Lecture:
    schema = {name: pl.Int64 if name == "ligne" else pl.String for name in result["rows"]}
    frame = pl.DataFrame(result["rows"], schema=schema)
    known = sources()
    if result["source"]:
        source = known[result["source"]]
        has_column = "considerations_sociales" in frame.columns
        frame = source.shape(frame).with_columns(
            source_decp=pl.lit(source.name), a_colonne_considerations=pl.lit(has_column)
        )
    else:
        carriers = [one.name for one in known.values() if "considerations_sociales" in one.headings]
        frame = frame.with_columns(a_colonne_considerations=pl.col("source_decp").is_in(carriers))
    remarks = tuple(Remark(**one) for one in result["remarks"])
    return Lecture(frame, result["lues"], result["intitules"], remarks)


def _run_child(
    name: str, asked: dict[str, Any], content: bytes, advance: Advance
) -> dict[str, Any]:
    """Rend le résultat de l'enfant ; toute autre fin que normale est un refus."""
    env = {key: os.environ[key] for key in VARIABLES_TRANSMISES if key in os.environ}
    command = [sys.executable, "-X", "utf8", "-m", "data.decp.child"]
    with (
        tempfile.TemporaryFile() as errors,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, cwd=RACINE,
            env={**env, **SOBRE},
        ) as child,
    ):  # fmt: skip
        clock = threading.Timer(ATTENTE_S, child.kill)
        feeder = threading.Thread(target=_feed, args=(child.stdin, asked, content), daemon=True)
        clock.start()
        feeder.start()
        last = _follow(child.stdout, advance)
        code, is_late = child.wait(), not clock.is_alive()
        clock.cancel()
        if code or last is None:
            raise FichierRefuse(f"Le fichier «\u00a0{name}\u00a0» {_reason(code, is_late, errors)}")
        return last


def _feed(pipe: IO[bytes], asked: dict[str, Any], content: bytes) -> None:
    try:
        with pipe:
            pipe.write(json.dumps(asked).encode() + b"\n" + content)
    except BrokenPipeError:
        return  # L'enfant a déjà refusé le fichier : sa réponse le dira.


def _follow(pipe: IO[bytes], advance: Advance) -> dict[str, Any] | None:
    last = None
    for line in pipe:
        last = json.loads(line)
        if "fait" in last:
            advance(last["fait"])
    return None if last is None or "fait" in last else last


def _reason(code: int, is_late: bool, errors: IO[bytes]) -> str:
    errors.seek(0)
    # Lignes de code seulement (sandbox.report_crash). Polars à court de mémoire avorte.
    trace = errors.read()[-2000:].decode("utf-8", "replace")
    _journal.error("Lecture de DECP interrompue (code %s) : %s", code, trace)
    if is_late:
        return TROP_OCCUPEE.format(nombre(ATTENTE_S // 60))
    if code == TROP_LONG:
        return (
            f"demande plus de {nombre(DELAI_S // 60)} minutes de calcul : gardez le seul "
            "Vaucluse, ou prenez le Parquet de data.gouv.fr."
        )
    if code in (CODE_MEMOIRE, -signal.SIGABRT) or "MemoryError" in trace:
        return (
            f"demande plus de {nombre(MEMOIRE_MO)} Mo de mémoire, ce qu'aucune source DECP ne "
            "fait. Reprenez-le à sa source."
        )
    return (
        "n'a pas pu être lu : ce programme s'est arrêté sur son contenu. Prenez une autre écriture "
        "de la même source (CSV ou Parquet), et signalez-le."
    )
