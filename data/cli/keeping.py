"""Les commandes qui gardent le magasin : vérifier, revenir, sauvegarder, restaurer, et la clé."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from data.cli.state import said
from data.importer import old_traces
from data.people import CleRefusee, key_path, read_key
from data.publish import RienPublie, export_parquet, go_back, import_lock, verify
from data.words import nombre

PHRASE_VARIABLE = "CLAUSES_SAUVEGARDE_PHRASE"


def run_verify(_args: argparse.Namespace) -> int:
    """Relit chaque fichier du magasin ; rend 1 si quelque chose est abîmé."""
    found = verify()
    for one in said(found):
        print(one)
    if found.degats:
        return 1
    if isinstance(found.etat, RienPublie):
        print("Rien n'a encore été publié : il n'y a rien à vérifier.")
    else:
        checked = ", ".join(f"n° {number}" for number in found.examinees)
        print(f"Tout est intact : publications {checked}, notes et photos du copil.")
        for one in old_traces(found.examinees):
            print(one)
    return 0


def run_back(args: argparse.Namespace) -> int:
    """Sert à nouveau une publication gardée."""
    go_back(args.numero)
    print(f"Publication n° {args.numero} servie.")
    return 0


def run_back_up(args: argparse.Namespace) -> int:
    """Écrit une sauvegarde du magasin, chiffrée si une phrase est donnée."""
    from data.publish import backup

    phrase = _phrase(args.phrase)
    path = backup.back_up(args.vers, phrase=phrase)
    kind = "chiffrée" if phrase else "en clair (aucune phrase donnée)"
    size = nombre(max(1, path.stat().st_size // 1024))
    print(f"Sauvegarde {kind} écrite et relue : {path} ({size} Ko).")
    print("La clé de pseudonymisation n'y est pas : gardez-la à part (« python -m data cle »).")
    return 0


def run_export(args: argparse.Namespace) -> int:
    """Écrit les tables de la publication servie en Parquet, pour un autre moteur."""
    done = export_parquet(args.dossier)
    print(
        f"Publication n° {done.number} écrite en Parquet dans {args.dossier} : chiffres exacts, "
        "ne pas diffuser."
    )
    return 0


def run_restore(args: argparse.Namespace) -> int:
    """Vérifie et montre une sauvegarde ; ne la remet en place qu'avec --oui."""
    from data.publish import backup

    with import_lock():
        one = backup.open_backup(args.depuis, phrase=_phrase(args.phrase))
        print(one.phrase)
        if not args.oui:
            print("Rien n'a été remplacé. Pour la remettre en place : la même commande et --oui.")
            return 0
        done = backup.put_back(one)
    print(f"Publication n° {done.number} servie, notes et correspondances remises en place.")
    return 0


def _phrase(path: Path | None) -> str:
    """La phrase vient d'un fichier ou d'une variable : tapée ici, l'historique la garderait."""
    text = path.read_text("utf-8") if path else os.environ.get(PHRASE_VARIABLE, "")
    return text.strip()


def run_key(args: argparse.Namespace) -> int:
    """Vérifie la clé des pseudonymes, et sa copie si elle est donnée."""
    key = read_key()
    if key is None:
        raise CleRefusee(f"Aucune clé dans {key_path()} : elle se crée au premier import réel.")
    print(f"Clé « {key.identifier} », dans {key_path()}.")
    wanted = _served_key()
    if wanted and wanted != key.identifier:
        raise CleRefusee(f"Ce n'est pas la clé des données servies (« {wanted} »).")
    print("C'est la clé des données servies." if wanted else "Aucune donnée réelle n'en dépend.")
    if args.copie is None:
        print("Vérifiez aussi sa copie : --copie FICHIER.")
        return 0
    copy = read_key(args.copie)
    if copy is None or copy.identifier != key.identifier:
        raise CleRefusee("La copie manque ou n'est pas cette clé : refaites-la.")
    print("La copie est bien cette clé.")
    return 0


def _served_key() -> str:
    etat = verify().etat
    served = None if isinstance(etat, RienPublie) else etat.generation
    return "" if served is None or served.est_exemple else served.manifest.get("cle", "")


KEEPING = {
    "verifier": run_verify,
    "revenir": run_back,
    "sauvegarder": run_back_up,
    "restaurer": run_restore,
    "exporter": run_export,
    "cle": run_key,
}
