"""Les dispositions : celles qui sont apprises, et la correspondance à compléter d'un fichier."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from data.check import Prepared
from data.read.grid import FichierRefuse
from data.recognize import (
    CorrespondanceInvalide,
    delete_mapping,
    kept_mappings,
    move_mapping,
    proposed_mapping,
)
from data.reference import structures
from data.words import normalize

A_REPONDRE = ("colonnes", "valeurs")


def run_learned(args: argparse.Namespace) -> int:
    """Liste les dispositions apprises ; en attribue ou en oublie une."""
    if args.supprimer:
        delete_mapping(args.supprimer)
    if args.attribuer:
        move_mapping(args.attribuer, structure_named(args.structure))
    found = kept_mappings()
    for one in found:
        print(f"{one.nom} : {one.said}")
    if not found:
        print("Aucune disposition apprise : un import à préciser en apprend.")
    return 0


def structure_named(text: str) -> str:
    """Rend le code de la structure nommée, "" si rien n'est dit ; lève FichierRefuse."""
    if text and normalize(text) not in structures():
        known = ", ".join(sorted(set(structures().values())))
        raise FichierRefuse(f"« {text} » n'est pas une structure connue : {known}.")
    return structures()[normalize(text)] if text else ""


def write_proposal(files: Sequence[Prepared], path: Path | None, aside: TextIO) -> None:
    """Écrit la correspondance à compléter du premier fichier qui en demande une."""
    asked = [one for one in files if one.question and one.question.sujet in A_REPONDRE]
    if not path or path.is_file() or not asked:
        return
    if not path.parent.is_dir():
        raise CorrespondanceInvalide(f"Le dossier « {path.parent} » n'existe pas : créez-le.")
    path.write_text(proposed_mapping(asked[0].question), "utf-8")
    print(
        f"Correspondance à compléter écrite dans {path} : complétez-la, puis relancez la même "
        "commande.",
        file=aside,
    )
