"""Brancher le cube sur la publication : le calculer, ou reprendre le précédent, et le dire.

La publication exacte n'attend pas le cube : refusé ou inutile, le précédent est servi tel quel,
marqué de sa date, et le travail des facilitateurs paraît.
"""

from __future__ import annotations

import json
import logging
import shutil
import traceback
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

from data.publish import Generation, current, fingerprint, import_lock, publish_again
from data.words import nombre
from queries.protection.attack.lecteur import AuditImpossible
from queries.protection.attack.reparation import ReparationImpossible
from queries.protection.count.collecte import Progress
from queries.protection.count.effectifs import EffectifsIncoherents
from queries.protection.publish.annees import FICHIER as ANNEES
from queries.protection.publish.annees import Annees, carry_years, read_years, save_years
from queries.protection.publish.attente import (
    ATTEND,
    EN_COURS,
    audited,
    exposed_to,
    is_waiting,
)
from queries.protection.publish.certificat import Certificat
from queries.protection.publish.changements import (
    FICHIER,
    carry_digests,
    changed_persons,
    person_digests,
    save_digests,
)
from queries.protection.publish.cube import build_cube
from queries.protection.publish.fichier import read_certificate, write_cube
from queries.protection.rules.lecteurs import missing, readers
from queries.protection.rules.regles import (
    CLE,
    changed_since,
    fingerprint_of,
    outdated,
    rules_parts,
)
from queries.protection.rules.seuils import Seuils, read_seuils

# Ce qu'une machine refuse : disque plein, droits, fichier parti.
PANNES = (OSError, MemoryError)
# Un autre import finit d'abord ; il fait alors lui-même ce qui attendait.
PATIENCE_S = 120
_journal = logging.getLogger(__name__)


def silent(_done: float, _said: str) -> None:
    """Ne montre aucune progression."""


def protect(folder: Path, copil: date | None = None, progress: Progress = silent) -> None:
    """Met le fichier protégé dans le dossier d'une génération, avant que le pointeur ne bouge.

    Un nouveau cube si assez de personnes ou si les règles ont changé, ou pour un copil qui n'a pas
    encore le sien ; sinon, ou si le calcul échoue, le précédent. Complète le manifeste.

    Rien de ce qui arrive ici n'arrête la publication exacte : c'est LA frontière du côté protégé.
    Pour que l'exact se lise avant que le cube soit fait, publier d'abord avec `postpone`, puis, par
    `finish`, les mêmes données avec `protect`.
    """
    _complete(folder, lambda draft: _protected(draft, copil, progress))


def postpone(folder: Path) -> None:
    """Comme `protect`, sans le long calcul : le cube précédent est servi, ou aucun, et c'est dit.

    S'il reste à refaire, la publication l'attend (`is_waiting`).
    """
    _complete(folder, _postponed)


def finish(progress: Progress, store: Path | None = None) -> Generation | None:
    """Publie à nouveau ce qui est servi, avec ses chiffres protégés ; None s'il n'attend rien.

    Lève ImportEnCours, PublicationRefusee ou une panne ; l'exact reste servi.
    """
    with import_lock(store, timeout=PATIENCE_S):
        served = current(store)
        if served is None or not is_waiting(served):
            return None
        guard = partial(protect, progress=progress)
        return publish_again(served, store, before_pointer=[guard])


def _complete(folder: Path, noted: Callable[[Generation], dict[str, Any]]) -> None:
    """Ajoute au manifeste ce que rend `noted`, ou de quel défaut le cube n'a pu être fait."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    draft = Generation(manifest["numero"], folder, manifest)
    try:
        note = noted(draft)
    except Exception as failure:
        note = _after(failure, draft)
    content = {**manifest, CLE: note}
    (folder / "manifest.json").write_text(json.dumps(content, indent=1), "utf-8")


def _postponed(draft: Generation) -> dict[str, Any]:
    previous = _previous(draft)
    if previous is None:
        return {**_keep(draft, None, EN_COURS), ATTEND: True}
    digests = person_digests(draft)
    kept = _choice(previous, digests, None)[0]
    note = _keep(draft, previous, kept or EN_COURS, digests)
    return note if kept else {**note, ATTEND: True}


def _protected(draft: Generation, copil: date | None, progress: Progress) -> dict[str, Any]:
    said = copil.isoformat() if copil else None
    previous = _previous(draft)
    digests = person_digests(draft)
    kept, why = _choice(previous, digests, said) if previous else ("", "")
    if kept:
        return _keep(draft, previous, kept, digests)
    annees = read_years(previous)
    return _write(draft, digests, said, why, progress, annees)


def _after(failure: Exception, draft: Generation) -> dict[str, Any]:
    """Reprend le cube précédent après un échec, ou aucun si lui non plus ne se lit pas."""
    # La trace sans le message : une erreur de base cite parfois la valeur qui l'a causée.
    trace = "".join(traceback.format_tb(failure.__traceback__))
    _journal.error("Chiffres protégés non refaits (%s).\n%s", type(failure).__name__, trace)
    reason = (
        f"Nouveaux chiffres protégés refusés par l'audit : {failure}"
        if isinstance(failure, ReparationImpossible | AuditImpossible | EffectifsIncoherents)
        else "Les nouveaux chiffres protégés n'ont pas pu être calculés, à cause d'un défaut du "
        f"logiciel ou de la machine ({type(failure).__name__}, détail dans le journal). Les "
        "chiffres exacts, eux, sont publiés."
    )
    try:
        return _keep(draft, _previous(draft), reason)
    except (*PANNES, duckdb.Error, ValueError, KeyError) as again:
        _journal.error("Chiffres protégés précédents illisibles (%s).", type(again).__name__)
        return _keep(draft, None, reason)


def reason_to_keep(served: Generation, copil: date | None = None) -> str:
    """Dit pourquoi le cube de la publication servie n'est pas à refaire, ou "" s'il l'est."""
    if not served.a_cube:
        return ""
    kept, _ = _choice(served, person_digests(served), copil.isoformat() if copil else None)
    return kept


def said(one: Generation) -> str:
    """Dit en une phrase où en sont les chiffres protégés d'une publication, périmés compris."""
    return " ".join(filter(None, (_said(one), outdated(one), exposed_to(one))))


def _said(one: Generation) -> str:
    note = one.manifest.get(CLE)
    if note is None:
        return (
            "Cette publication n'a pas de chiffres protégés : « python -m data proteger » publie à "
            "nouveau les mêmes données avec eux."
        )
    if note["raison"]:
        since = (
            f" Sont servis ceux de la publication n° {note['repris_de']}."
            if note["repris_de"]
            else ""
        )
        return note["raison"] + since
    found = note["certificat"]
    why = f"{note['motif']} " if note.get("motif") else ""
    return (
        f"{why}Chiffres protégés : {nombre(found['cellules'])} cellules, "
        f"{nombre(found['blanchies'])} non publiées, "
        f"{nombre(found['groupes_verifies'])} groupes vérifiés, aucun devinable."
    )


def _previous(draft: Generation) -> Generation | None:
    """Rend la génération servie si son cube peut resservir : mêmes sortes de données."""
    served = current(draft.folder.parent.parent)
    is_usable = served and served.a_cube and served.est_exemple == draft.est_exemple
    return served if is_usable else None


def _choice(previous: Generation, digests: list[str], copil: str | None) -> tuple[str, str]:
    """Dit pourquoi le cube précédent est repris, ou "" s'il est refait ; puis pourquoi il l'est."""
    seuils, note = read_seuils(), previous.manifest[CLE]
    certificat = read_certificate(previous)
    changed = changed_persons(previous, digests)
    if changed_since(note, seuils):
        return "", "Une définition, un paramètre ou un seuil a changé : tout est refait avec."
    if missing(readers(previous.folder.parent.parent), audited(previous)):
        return "", "Le registre des accès nomme d'autres lecteurs : tout est vérifié contre eux."
    has_own_copil = copil is not None and copil != (certificat and certificat.copil)
    if has_own_copil or changed is None or changed >= seuils.personnes_changees_minimum:
        return "", ""
    return (
        f"Moins de {seuils.personnes_changees_minimum} personnes ont changé depuis ces chiffres "
        "protégés : ils restent tels quels."
    ), ""


def _write(
    draft: Generation,
    digests: list[str],
    copil: str | None,
    why: str,
    progress: Progress,
    annees: Annees,
) -> dict[str, Any]:
    cube = build_cube(draft, copil, progress, annees)
    write_cube(draft.protege, cube.tables, cube.demandes, cube.certificat)
    save_years(draft.folder, annees)
    save_digests(draft.folder, digests)
    note = _note(draft, cube.certificat, read_seuils())
    return {**note, "repris_de": None, "raison": "", "motif": why}


def _note(draft: Generation, certificat: Certificat, seuils: Seuils) -> dict[str, Any]:
    parts = rules_parts(seuils)
    return {
        "empreinte": fingerprint(draft.protege),
        "regles": fingerprint_of(parts),
        "regles_par_nom": parts,
        "certificat": certificat.row(),
    }


def _keep(
    draft: Generation,
    previous: Generation | None,
    reason: str,
    digests: list[str] | None = None,
) -> dict[str, Any]:
    """Reprend le cube de la publication précédente tel quel ; sans elle, il n'y en a pas."""
    for path in (draft.protege, draft.folder / FICHIER, draft.folder / ANNEES):
        path.unlink(missing_ok=True)
    if previous is None:
        return {"empreinte": None, "repris_de": None, "raison": reason}
    shutil.copyfile(previous.protege, draft.protege)
    carry_digests(previous, draft.folder, digests)
    carry_years(previous, draft.folder)
    origin = previous.manifest[CLE]["certificat"]["generation"]
    note = {name: said for name, said in previous.manifest[CLE].items() if name != ATTEND}
    return {**note, "repris_de": origin, "raison": reason}
