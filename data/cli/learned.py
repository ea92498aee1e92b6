"""La commande des dispositions apprises : lister, attribuer, oublier."""

from __future__ import annotations

import argparse

from data.read.grid import FichierRefuse
from data.recognize import delete_mapping, kept_mappings, move_mapping
from data.reference import structures
from data.words import normalize


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
