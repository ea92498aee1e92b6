"""Porte d'entrée des fichiers reçus : chacun est ouvert dans un processus enfant, jamais ici.

Le processus courant ne voit du fichier que ses octets et le résultat de l'enfant (du JSON de
textes). L'enfant n'a ni la clé des pseudonymes ni le droit d'écrire un fichier ; il est tué s'il
dépasse le délai.
"""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from data.grid import FichierRefuse, nombre
from data.sandbox import CODE_MEMOIRE

__all__ = ["Feuille", "FichierRefuse", "read_file", "read_files"]

DELAI_S = 30
MEMOIRE_MO = 768
TAILLE_MAX_MO = 50
LECTURES_SIMULTANEES = 2
NOM_AFFICHE_MAX = 100
RACINE = Path(__file__).resolve().parent.parent
# Rien d'autre ne passe : surtout pas la clé des pseudonymes.
VARIABLES_TRANSMISES = ("SYSTEMROOT", "LD_LIBRARY_PATH")

_journal = logging.getLogger(__name__)


@dataclass(frozen=True)
class Feuille:
    """Une feuille telle que reçue, titres et lignes de total compris.

    `nom` : nom de l'onglet, "" pour un texte. `cells` : colonne « ligne » (Int64, numéro de ligne
    du tableur, à partir de 1) puis « c0 », « c1 »… (Utf8, null si vide) ; les lignes vides sont
    absentes. `formules_sans_valeur` et `cellules_en_erreur` : (ligne, index de colonne).
    `lignes_abimees` : lignes d'où un octet nul a été retiré. `fusions` : (première ligne, première
    colonne, dernière ligne, dernière colonne) des cellules fusionnées, bornes comprises.
    """

    nom: str
    cells: pl.DataFrame
    avertissements: tuple[str, ...] = ()
    formules_sans_valeur: tuple[tuple[int, int], ...] = ()
    cellules_en_erreur: tuple[tuple[int, int], ...] = ()
    lignes_abimees: tuple[int, ...] = ()
    fusions: tuple[tuple[int, int, int, int], ...] = ()


def read_file(
    name: str, content: bytes, vocabulaire: frozenset[str] = frozenset()
) -> list[Feuille]:
    """Lit un fichier reçu (.csv, .txt, .tsv ou .xlsx) dans un processus enfant borné.

    `vocabulaire` : en-têtes connus, passés par `data.text.normalize`, qui départagent les
    séparateurs d'un CSV. Rend au moins une feuille remplie. Lève FichierRefuse, dont le texte est
    la phrase à montrer : elle cite le nom du fichier, jamais une cellule.
    """
    nom = name if len(name) <= NOM_AFFICHE_MAX else name[: NOM_AFFICHE_MAX - 1] + "…"
    if len(content) > TAILLE_MAX_MO * 1024**2:
        raise _refus(nom, f"dépasse {TAILLE_MAX_MO} Mo. Découpez-le en plusieurs fichiers.")
    reponse = json.loads(_run_child(nom, name, content, vocabulaire))
    if "refus" in reponse:
        raise _refus(nom, reponse["refus"])
    return [_feuille(brute) for brute in reponse["feuilles"]]


def read_files(
    fichiers: Sequence[tuple[str, bytes]],
    vocabulaire: frozenset[str] = frozenset(),
    on_progress: Callable[[int, int, str], None] | None = None,
) -> Iterator[tuple[str, list[Feuille] | FichierRefuse]]:
    """Lit plusieurs fichiers, deux à la fois, et les rend dans l'ordre reçu.

    Un refus est rendu, non levé : il n'empêche pas les suivants. `on_progress(faits, total, nom)`
    est appelé après chacun, dans le fil de l'appelant.
    """

    def read(fichier: tuple[str, bytes]) -> list[Feuille] | FichierRefuse:
        try:
            return read_file(*fichier, vocabulaire)
        except FichierRefuse as refus:
            return refus

    lecteurs = ThreadPoolExecutor(LECTURES_SIMULTANEES, thread_name_prefix="lecture")
    try:
        resultats = zip(fichiers, lecteurs.map(read, fichiers), strict=True)
        for faits, ((name, _), resultat) in enumerate(resultats, start=1):
            if on_progress:
                on_progress(faits, len(fichiers), name)
            yield name, resultat
    finally:
        lecteurs.shutdown(cancel_futures=True)


def _refus(nom: str, motif: str) -> FichierRefuse:
    return FichierRefuse(f"Le fichier «\u00a0{nom}\u00a0» {motif}")


def _run_child(nom: str, name: str, content: bytes, vocabulaire: frozenset[str]) -> bytes:
    """Rend la sortie de l'enfant ; toute autre fin que normale est un refus."""
    consignes = {
        "nom": name,
        "vocabulaire": sorted(vocabulaire),
        "memoire_mo": MEMOIRE_MO,
        "delai_s": DELAI_S,
    }
    # -S : sans les paquets installés, l'enfant part plus vite et n'a que la bibliothèque standard.
    commande = [sys.executable, "-S", "-X", "utf8", "-m", "data.sandbox"]
    env = {cle: os.environ[cle] for cle in VARIABLES_TRANSMISES if cle in os.environ}
    entree = json.dumps(consignes).encode() + b"\n" + content
    try:
        fini = subprocess.run(
            commande, input=entree, capture_output=True, timeout=DELAI_S, cwd=RACINE, env=env
        )
    except subprocess.TimeoutExpired as erreur:
        raise _refus(
            nom,
            f"demande plus de {nombre(DELAI_S)} secondes de lecture. Découpez-le en plusieurs "
            "fichiers, ou gardez les seules colonnes utiles.",
        ) from erreur
    if fini.returncode:
        raise _refus(nom, _crash_reason(fini))
    return fini.stdout


def _crash_reason(fini: subprocess.CompletedProcess[bytes]) -> str:
    # La sortie d'erreur de l'enfant ne contient que des lignes de code (sandbox.report_crash).
    trace = fini.stderr.decode("utf-8", "replace")[-2000:]
    _journal.error("Lecture interrompue (code %s) : %s", fini.returncode, trace)
    if fini.returncode == CODE_MEMOIRE or "MemoryError" in trace:
        return (
            "demande trop de mémoire. Ouvrez-le dans un tableur, gardez les seules lignes et "
            "colonnes utiles et réenregistrez-le au format Excel (.xlsx)."
        )
    return "est illisible, sans doute abîmé. Ouvrez-le dans un tableur et réenregistrez-le."


def _feuille(brute: dict) -> Feuille:
    colonnes = {f"c{index}": valeurs for index, valeurs in enumerate(brute["colonnes"])}
    schema = {"ligne": pl.Int64, **dict.fromkeys(colonnes, pl.String)}
    return Feuille(
        nom=brute["nom"],
        cells=pl.DataFrame({"ligne": brute["lignes"], **colonnes}, schema=schema),
        avertissements=tuple(brute["avertissements"]),
        formules_sans_valeur=tuple(map(tuple, brute["formules_sans_valeur"])),
        cellules_en_erreur=tuple(map(tuple, brute["cellules_en_erreur"])),
        lignes_abimees=tuple(brute["lignes_abimees"]),
        fusions=tuple(map(tuple, brute["fusions"])),
    )
