"""Brancher le cube sur la publication : le calculer, ou reprendre le précédent, et le dire.

La publication exacte n'attend pas le cube : refusé ou inutile, le précédent est servi tel quel,
marqué de sa date, et le travail des facilitateurs paraît.
"""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

from data.generations import Generation, current, fingerprint
from queries.protection.audit import AuditImpossible
from queries.protection.certificat import Certificat, rules_fingerprint
from queries.protection.changements import (
    FICHIER,
    changed_persons,
    person_digests,
    save_digests,
)
from queries.protection.collecte import Progress
from queries.protection.cube import build_cube
from queries.protection.fichier import read_certificate, write_cube
from queries.protection.reparation import ReparationImpossible
from queries.protection.seuils import Seuils, read_seuils

CLE = "protege"


def silent(_done: float, _said: str) -> None:
    """Ne montre aucune progression."""


def protect(folder: Path, copil: date | None = None, progress: Progress = silent) -> None:
    """Met le fichier protégé dans le dossier d'une génération, avant que le pointeur ne bouge.

    Un nouveau cube si assez de personnes ou si les règles ont changé, ou pour un copil qui n'a pas
    encore le sien ; sinon, ou si l'audit le refuse, le précédent. Complète le manifeste.
    """
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    draft = Generation(manifest["numero"], folder, manifest)
    said = copil.isoformat() if copil else None
    previous = _previous(draft)
    digests = person_digests(draft)
    reason = _reason_to_keep(previous, digests, said) if previous else ""
    if not reason:
        try:
            note = _write(draft, digests, said, progress)
        except (ReparationImpossible, AuditImpossible) as refusal:
            reason = f"Nouveaux chiffres protégés refusés par l'audit : {refusal}"
    if reason:
        note = _keep(draft, previous, reason)
    content = {**manifest, CLE: note}
    (folder / "manifest.json").write_text(json.dumps(content, indent=1), "utf-8")


def reason_to_keep(served: Generation, copil: date | None = None) -> str:
    """Dit pourquoi le cube de la publication servie n'est pas à refaire, ou "" s'il l'est."""
    if not served.a_cube:
        return ""
    return _reason_to_keep(served, person_digests(served), copil.isoformat() if copil else None)


def said(one: Generation) -> str:
    """Dit en une phrase où en sont les chiffres protégés d'une publication."""
    note = one.manifest.get(CLE)
    if note is None:
        return (
            "Cette publication n'a pas de chiffres protégés : « python -m data proteger » publie à "
            "nouveau les mêmes données avec eux."
        )
    if note["raison"]:
        since = (
            f" Ce sont ceux de la publication n° {note['repris_de']}." if note["repris_de"] else ""
        )
        return note["raison"] + since
    found = note["certificat"]
    return (
        f"Chiffres protégés : {found['cellules']} cellules, {found['blanchies']} non publiées, "
        f"{found['groupes_verifies']} groupes vérifiés, aucun devinable."
    )


def _previous(draft: Generation) -> Generation | None:
    """Rend la génération servie si son cube peut resservir : mêmes sortes de données."""
    served = current(draft.folder.parent.parent)
    is_usable = served and served.a_cube and served.est_exemple == draft.est_exemple
    return served if is_usable else None


def _reason_to_keep(previous: Generation, digests: list[str], copil: str | None) -> str:
    """Dit pourquoi le cube précédent est repris, ou "" s'il en faut un nouveau."""
    seuils, note = read_seuils(), previous.manifest[CLE]
    certificat = read_certificate(previous)
    changed = changed_persons(previous, digests)
    has_own_copil = copil is not None and copil != (certificat and certificat.copil)
    if note["regles"] != rules_fingerprint(seuils) or has_own_copil or changed is None:
        return ""
    if changed >= seuils.personnes_changees_minimum:
        return ""
    return (
        f"Moins de {seuils.personnes_changees_minimum} personnes ont changé depuis ces chiffres "
        "protégés : ils restent tels quels."
    )


def _write(
    draft: Generation, digests: list[str], copil: str | None, progress: Progress
) -> dict[str, Any]:
    cube = build_cube(draft, copil, progress)
    write_cube(draft.protege, cube.tables, cube.demandes, cube.certificat)
    save_digests(draft.folder, digests)
    return {**_note(draft, cube.certificat, read_seuils()), "repris_de": None, "raison": ""}


def _note(draft: Generation, certificat: Certificat, seuils: Seuils) -> dict[str, Any]:
    return {
        "empreinte": fingerprint(draft.protege),
        "regles": rules_fingerprint(seuils),
        "certificat": certificat.row(),
    }


def _keep(draft: Generation, previous: Generation | None, reason: str) -> dict[str, Any]:
    """Reprend le cube de la publication précédente tel quel ; sans elle, il n'y en a pas."""
    if previous is None:
        return {"empreinte": None, "repris_de": None, "raison": reason}
    shutil.copyfile(previous.protege, draft.protege)
    shutil.copyfile(previous.folder / FICHIER, draft.folder / FICHIER)
    origin = previous.manifest[CLE]["certificat"]["generation"]
    return {**previous.manifest[CLE], "repris_de": origin, "raison": reason}
