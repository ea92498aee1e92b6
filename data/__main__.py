"""La ligne de commande : importer, etat, exemples, telecharger, revenir, proteger.

C'est ici, et dans pages/imports, que le cube protégé de `queries` se branche sur la publication.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from tqdm import tqdm

from data import values
from data.arguments import build_parser
from data.decp.download import TelechargementRefuse, default_folder, download_decp
from data.examples import import_examples
from data.generations import FichierExactFerme, current, generation, is_sound, numbers, store_path
from data.importer import Lot, Progress, prepare_paths, publish, refused
from data.load import read_database
from data.mapping import (
    CorrespondanceInvalide,
    Mapping,
    for_structures,
    read_mapping,
    save_mapping,
)
from data.people import CleRefusee
from data.prepare import IMPORTE, Options
from data.proposal import proposed_mapping
from data.publish import (
    ImportEnCours,
    PublicationRefusee,
    import_lock,
    point_to,
    publish_tables,
)
from data.read import FichierRefuse
from data.reference import structures
from data.report import as_json, as_text
from data.state import state_as_json, state_as_text
from data.text import nombre, normalize
from queries.protection import publication as protection

LISIBLES = (
    FichierRefuse, CorrespondanceInvalide, ImportEnCours, CleRefusee, PublicationRefusee,
    FichierExactFerme,
    TelechargementRefuse,
)  # fmt: skip
A_REPONDRE = ("colonnes", "valeurs")


@contextmanager
def progress_bar(*, hidden: bool) -> Iterator[Progress]:
    """Montre une barre sur la sortie d'erreur."""
    shape = "{percentage:3.0f} %|{bar}| {desc}"
    with tqdm(total=1.0, bar_format=shape, disable=hidden, leave=False) as bar:

        def advance(done: float, said: str) -> None:
            bar.set_description_str(said, refresh=False)
            bar.update(done - bar.n)

        yield advance


def run_import(args: argparse.Namespace) -> int:
    """Importe ; rend 0 si tout a été publié, 1 sinon."""
    options = _options(args)
    with progress_bar(hidden=args.json) as progress:
        lot = prepare_paths(args.fichiers, options, progress=progress)
        guard = partial(protection.protect, progress=progress)
        done = publish(lot, before_pointer=[guard], progress=progress)
    _remember(_mapping(args.correspondance), lot)
    number = done.number if done else 0
    # Avec --json, la sortie standard ne porte que l'objet : le reste va sur la sortie d'erreur.
    aside = sys.stderr if args.json else sys.stdout
    if lot.key.message:
        print(lot.key.message, file=aside)
    if args.json:
        _print_json(as_json(lot.fichiers, publie=bool(lot.accepted), generation=number))
    else:
        print(*map(as_text, lot.fichiers), sep="\n")
        print(f"Publication n° {number} servie." if lot.accepted else "Rien n'a été publié.")
        if done and lot.accepted:
            print(protection.said(done))
    _write_proposal(lot, args.correspondance, aside)
    return 0 if all(one.issue == IMPORTE for one in lot.fichiers) else 1


def _options(args: argparse.Namespace) -> Options:
    return Options(
        structure=_structure(args.structure),
        extraction=_date(args.date),
        est_complet=args.complet,
        feuille=args.feuille,
        mapping=_mapping(args.correspondance),
    )


def _remember(mapping: Mapping | None, lot: Lot) -> None:
    """Retient la correspondance donnée, si elle a servi."""
    used = [one.rows for one in lot.accepted if mapping and one.format == mapping.format]
    if mapping and used:
        seen = {structure for rows in used for structure in rows["structure"].unique()}
        save_mapping(for_structures(mapping, seen))


def _write_proposal(lot: Lot, path: Path | None, aside: TextIO) -> None:
    """Écrit la correspondance à compléter du premier fichier qui en demande une."""
    asked = [one for one in lot.fichiers if one.question and one.question.sujet in A_REPONDRE]
    if not path or path.is_file() or not asked:
        return
    if not path.parent.is_dir():
        raise CorrespondanceInvalide(f"Le dossier « {path.parent} » n'existe pas : créez-le.")
    path.write_text(proposed_mapping(asked[0]), "utf-8")
    print(
        f"Correspondance à compléter écrite dans {path} : complétez-la, puis relancez la même "
        "commande.",
        file=aside,
    )


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, default=str))


def _mapping(path: Path | None) -> Mapping | None:
    return read_mapping(path) if path and path.is_file() else None


def _structure(text: str) -> str:
    if text and normalize(text) not in structures():
        known = ", ".join(sorted(set(structures().values())))
        raise FichierRefuse(f"« {text} » n'est pas une structure connue : {known}.")
    return structures()[normalize(text)] if text else ""


def _date(text: str) -> date | None:
    if not text:
        return None
    found = values.read_date(text)
    if found is None:
        raise FichierRefuse(f"« {text} » n'est pas une date : écrivez aaaa-mm-jj (2026-09-30).")
    return found


def run_state(args: argparse.Namespace) -> int:
    """Dit ce qui est publié."""
    served = current()
    if args.json:
        _print_json(state_as_json(served))
    else:
        print(state_as_text(served))
    return 0


def run_examples(_args: argparse.Namespace) -> int:
    """Importe les exemples dans un magasin vide."""
    served = current()
    if served:
        raise FichierRefuse(
            f"Le magasin « {store_path()} » a déjà une publication (n° {served.number}) : les "
            "exemples ne s'importent que dans un magasin vide."
        )
    with progress_bar(hidden=False) as progress:
        guard = partial(protection.protect, progress=progress)
        done = import_examples(progress=progress, before_pointer=[guard])
    print(f"Données d'exemple, inventées, publiées (n° {done.number}).")
    return 0


def run_download(args: argparse.Namespace) -> int:
    """Télécharge le fichier national des DECP et dit comment l'importer."""
    with progress_bar(hidden=False) as progress:
        path = download_decp(args.vers or default_folder(), progress)
    size = nombre(path.stat().st_size // 1024**2)
    print(f"Téléchargé : {path} ({size} Mo). Rien n'est encore importé. Pour l'importer :")
    print(f'python -m data importer "{path}"')
    return 0


def run_back(args: argparse.Namespace) -> int:
    """Sert à nouveau une publication gardée."""
    chosen = generation(args.numero)
    if chosen is None or not is_sound(chosen):
        kept = ", ".join(str(number) for number in numbers()) or "aucune"
        raise FichierRefuse(
            f"La publication n° {args.numero} n'est plus gardée, ou est abîmée (gardées : {kept})."
        )
    with import_lock():
        point_to(args.numero)
    print(f"Publication n° {args.numero} servie.")
    return 0


def run_protect(args: argparse.Namespace) -> int:
    """Refait les chiffres protégés, s'il le faut, dans une nouvelle publication des mêmes données.

    Rend 1 si l'audit les refuse : les précédents restent servis.
    """
    copil = _date(args.copil)
    with import_lock(), progress_bar(hidden=False) as progress:
        served = current()
        if served is None:
            raise FichierRefuse("Rien n'a encore été publié : il n'y a rien à protéger.")
        if kept := protection.reason_to_keep(served, copil):
            print(kept)
            return 0
        done = publish_tables(
            read_database(served),
            est_exemple=served.est_exemple,
            key_id=served.manifest["cle"],
            before_pointer=[partial(protection.protect, copil=copil, progress=progress)],
        )
    print(f"Publication n° {done.number} servie.", protection.said(done), sep="\n")
    return 1 if done.manifest[protection.CLE]["raison"] else 0


COMMANDS = {
    "importer": run_import,
    "etat": run_state,
    "exemples": run_examples,
    "telecharger": run_download,
    "revenir": run_back,
    "proteger": run_protect,
}


def main(words: list[str] | None = None) -> int:
    """Exécute une commande ; rend son code de sortie."""
    args = build_parser().parse_args(words)
    try:
        return COMMANDS[args.commande](args)
    except LISIBLES as error:
        if getattr(args, "json", False) and args.commande == "importer":
            served = current()
            files = [refused(path.name, str(error)) for path in args.fichiers]
            number = served.number if served else 0
            _print_json(as_json(files, publie=False, generation=number))
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
