"""La ligne de commande : importer, etat, exemples, telecharger, proteger, et garder le magasin.

C'est ici, et dans pages/imports, que le cube protégé de `queries` se branche sur la publication.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from data.check import IMPORTE, refused, values
from data.cli import (
    KEEPING,
    as_json,
    as_text,
    build_parser,
    departing,
    depositing,
    follow,
    progress_bar,
    run_access,
    run_learned,
    state_as_json,
    state_as_text,
    structure_named,
    write_proposal,
    write_report,
)
from data.decp import TelechargementRefuse, default_folder, download_decp
from data.exemples import import_examples
from data.importer import Lot, prepare_paths, publish
from data.location import store_path
from data.people import CleRefusee
from data.publish import (
    PANNES,
    BeforePointer,
    FichierExactFerme,
    Generation,
    ImportEnCours,
    PublicationRefusee,
    RienPublie,
    SauvegardeRefusee,
    current,
    import_lock,
    publish_again,
    served_number,
    state,
    told,
)
from data.publish.acces import AccesRefuse
from data.publish.depot import DepotRefuse
from data.read.grid import FichierRefuse
from data.recognize import (
    CorrespondanceInvalide,
    Mapping,
    Options,
    for_structures,
    read_mapping,
    save_mapping,
)
from data.reference import TableCassee
from data.words import nombre
from queries.protection.publish import publication as protection
from queries.protection.publish.attente import EN_COURS, is_waiting, not_fresh

LISIBLES = (
    FichierRefuse, CorrespondanceInvalide, ImportEnCours, CleRefusee, PublicationRefusee,
    FichierExactFerme, SauvegardeRefusee, TableCassee, TelechargementRefuse,
    AccesRefuse, DepotRefuse,
)  # fmt: skip
ATTENTE_S = 120


def run_import(args: argparse.Namespace) -> int:
    """Importe ; rend 0 si tout a été publié, 1 sinon.

    Les chiffres exacts sont publiés et dits d'abord ; les chiffres protégés se calculent ensuite.
    """
    options = _options(args)
    with progress_bar(hidden=args.json) as progress:
        lot = prepare_paths(args.fichiers, options, progress=progress)
        done = publish(lot, before_pointer=[protection.postpone], progress=progress)
    _remember(_mapping(args.correspondance), lot)
    # Le numéro des données : leurs chiffres protégés les publient à nouveau sous un autre.
    number = done.data_number if done else 0
    # Avec --json, la sortie standard ne porte que l'objet : le reste va sur la sortie d'erreur.
    aside = sys.stderr if args.json else sys.stdout
    if lot.key.message:
        print(lot.key.message, file=aside)
    if not args.json:
        print(*map(as_text, lot.fichiers), sep="\n")
        print(
            f"Publication n° {done.number} servie."
            if done and lot.accepted
            else "Rien n'a été publié."
        )
    write_proposal(lot.fichiers, args.correspondance, aside)
    if args.rapport:
        write_report(lot.fichiers, args.rapport)
        print(f"Rapport à renvoyer écrit dans {args.rapport}.", file=aside)
    if done and lot.accepted:
        _protect_after(done, hidden=args.json)
    if args.json:
        _print_json(as_json(lot.fichiers, publie=bool(lot.accepted), generation=number))
    return 0 if all(one.issue == IMPORTE for one in lot.fichiers) else 1


def _protect_after(done: Generation, *, hidden: bool) -> None:
    """Fait les chiffres protégés d'une publication déjà servie, ou dit ce qui l'empêche.

    Rien de ce qui arrive ici ne change l'issue de l'import : les chiffres exacts se lisent déjà.
    """
    aside = sys.stderr if hidden else sys.stdout
    try:
        if is_waiting(done):
            aside.flush()
            with progress_bar(hidden=hidden) as progress:
                done = protection.finish(progress) or done
            print(f"Publication n° {done.number} servie, chiffres protégés compris.", file=aside)
        print(protection.said(done), file=aside)
    except (*LISIBLES, *PANNES) as failure:
        why = told(failure) if isinstance(failure, PANNES) else str(failure)
        print(f"Les chiffres exacts sont publiés. {why} {EN_COURS}", file=sys.stderr)


def _options(args: argparse.Namespace) -> Options:
    return Options(
        structure=structure_named(args.structure),
        extraction=_date(args.date),
        est_complet=args.complet,
        feuille=args.feuille,
        mapping=_mapping(args.correspondance),
        reponses=dict(_answer(text) for text in args.repondre),
    )


def _answer(text: str) -> tuple[str, str]:
    question, mark, answer = text.partition("=")
    if not mark:
        raise FichierRefuse(f"« {text} » n'est pas une réponse : écrivez QUESTION=RÉPONSE.")
    return question.strip(), answer.strip()


def _remember(mapping: Mapping | None, lot: Lot) -> None:
    """Retient la correspondance donnée, si elle a servi."""
    used = [one.rows for one in lot.accepted if mapping and one.format == mapping.format]
    if mapping and used:
        seen = {structure for rows in used for structure in rows["structure"].unique()}
        save_mapping(for_structures(mapping, seen))


def _print_json(content: dict[str, Any]) -> None:
    print(json.dumps(content, ensure_ascii=False, default=str))


def _mapping(path: Path | None) -> Mapping | None:
    return read_mapping(path) if path and path.is_file() else None


def _date(text: str) -> date | None:
    if not text:
        return None
    found = values.read_date(text)
    if found is None:
        raise FichierRefuse(f"« {text} » n'est pas une date : écrivez aaaa-mm-jj (2026-09-30).")
    return found


def run_state(args: argparse.Namespace) -> int:
    """Dit ce qui est publié, et si les chiffres protégés suivent d'autres règles que les pages."""
    found = state()
    served = None if isinstance(found, RienPublie) else found.generation
    late = not_fresh(served) if served else ""
    if args.json:
        _print_json({**state_as_json(), "proteges_perimes": late})
    else:
        print(*filter(None, (state_as_text(), late)), sep="\n")
    return 0


def run_examples(args: argparse.Namespace) -> int:
    """Importe les exemples dans un magasin vide ; un serveur devancé (--suivi) s'en contente."""
    served = current()
    if served and not args.suivi:
        raise FichierRefuse(
            f"Le magasin « {store_path()} » a déjà une publication (n° {served.number}) : les "
            "exemples ne s'importent que dans un magasin vide."
        )
    with nullcontext(follow) if args.suivi else progress_bar(hidden=False) as progress:
        done = import_examples(progress=progress, before_pointer=[protection.postpone])
        done = protection.finish(progress) or done
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


def run_protect(args: argparse.Namespace) -> int:
    """Refait les chiffres protégés, s'il le faut, dans une nouvelle publication des mêmes données.

    Rend 1 si l'audit les refuse : les précédents restent servis.
    """
    copil = _date(args.copil)
    shown = nullcontext(follow) if args.suivi else progress_bar(hidden=False)
    with import_lock(timeout=ATTENTE_S if args.suivi else 0), shown as progress:
        served = current()
        if served is None:
            raise FichierRefuse("Rien n'a encore été publié : il n'y a rien à protéger.")
        if not is_waiting(served) and (kept := protection.reason_to_keep(served, copil)):
            print(kept)
            return 0
        guard = partial(protection.protect, copil=copil, progress=progress)
        done = publish_again(served, before_pointer=[guard])
    print(f"Publication n° {done.number} servie.", protection.said(done), sep="\n")
    return 1 if done.manifest[protection.CLE]["raison"] else 0


@contextmanager
def _guarded() -> Iterator[list[BeforePointer]]:
    """Rend ce qui refait les chiffres protégés avant de servir, sa progression montrée."""
    with progress_bar(hidden=False) as progress:
        yield [partial(protection.protect, progress=progress)]


COMMANDS = {
    "importer": run_import,
    "etat": run_state,
    "dispositions": run_learned,
    "acces": run_access,
    "exemples": run_examples,
    "telecharger": run_download,
    "proteger": run_protect,
    **KEEPING,
    **depositing(partial(progress_bar, hidden=False)),
    **departing(_guarded),
}


def main(words: list[str] | None = None) -> int:
    """Exécute une commande ; rend son code de sortie, 1 après une phrase qui dit pourquoi."""
    args = build_parser().parse_args(words)
    try:
        return COMMANDS[args.commande](args)
    except LISIBLES as error:
        return _refused(args, str(error))
    except BrokenPipeError:
        # Qui lisait la sortie (« | head ») est parti : il n'y a plus personne à qui parler.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except PANNES as failure:
        return _refused(args, told(failure))


def _refused(args: argparse.Namespace, sentence: str) -> int:
    """Dit une erreur sur la sortie d'erreur et, avec --json, dans le seul objet imprimé."""
    if getattr(args, "json", False):
        _print_json(_json_refusal(args, sentence))
    print(sentence, file=sys.stderr)
    return 1


def _json_refusal(args: argparse.Namespace, sentence: str) -> dict[str, Any]:
    if args.commande != "importer":
        base = {"magasin": str(store_path()), "generation": served_number(), "lignes": []}
        return {**base, "erreur": sentence}
    files = [refused(path.name, sentence) for path in args.fichiers]
    return as_json(files, publie=False, generation=served_number())


if __name__ == "__main__":
    sys.exit(main())
