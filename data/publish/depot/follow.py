"""Suivre : servir ici la publication d'un dépôt, relue entière avant que le pointeur ne bouge.

Un magasin qui suit un dépôt ne publie rien lui-même. En vue plénière, seuls les chiffres protégés
sont recopiés : le fichier exact n'arrive jamais sur cette machine.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePath

from data.location import store_path
from data.publish.depot.place import Depot, DepotRefuse, Progress, open_depot
from data.publish.durable import BROUILLON, drop, make_folder, write_durably
from data.publish.generations import Generation, folder_of, is_plenary
from data.publish.lock import SUIVI, import_lock
from data.publish.publication import forget_others, serve
from data.publish.seal import (
    FICHIERS,
    MANIFESTE,
    PROTEGE,
    SCEAU,
    Manifest,
    file_damages,
    is_sealed,
    read_manifest,
)
from data.publish.served import RienPublie, Servie, digest_of, state
from data.publish.space import ensure_space

ATTENTE_S = 120
ADRESSE = "depot"


def follow(address: str, progress: Progress, store: Path | None = None) -> Generation | None:
    """Sert la publication d'un dépôt ; None si elle l'est déjà, ou si le dépôt est encore vide.

    Celles d'avant s'effacent ici comme là-bas. Lève DepotRefuse si le dépôt ne répond pas, si ce
    qu'il contient est abîmé ou si ce magasin a ses propres données : ce qui était servi le reste.
    """
    target, depot = store or store_path(), open_depot(address)
    pointed = depot.pointed()
    if pointed is None or _serves(pointed, target):
        return None
    with import_lock(target, timeout=ATTENTE_S, est_suivi=True):
        _refuse_own_data(target, depot)
        number, digest = pointed
        draft = folder_of(target) / f"{number}{BROUILLON}"
        drop(draft)
        make_folder(draft)
        try:
            _fetch(depot, digest, draft, progress)
            write_durably(target / SUIVI, json.dumps({ADRESSE: depot.said}).encode())
            done = serve(draft, number, target)
        finally:
            drop(draft)
        forget_others(number, target)
    return done


def _serves(pointed: tuple[int, str], store: Path) -> bool:
    found = state(store)
    if not isinstance(found, Servie) or not (store / SUIVI).is_file():
        return False
    return (found.generation.number, digest_of(found.generation)) == pointed


def _refuse_own_data(store: Path, depot: Depot) -> None:
    """Lève DepotRefuse si suivre ce dépôt remplacerait des données importées ici."""
    if (store / SUIVI).is_file():
        followed = json.loads((store / SUIVI).read_text("utf-8")).get(ADRESSE, "")
        if followed != depot.said:
            raise DepotRefuse(
                f"Ce magasin suit déjà {followed} : pour suivre {depot.said}, prenez un magasin "
                "neuf (CLAUSES_STORE)."
            )
        return
    found = state(store)
    is_free = isinstance(found, RienPublie) or (found.generation and found.generation.est_exemple)
    if not is_free:
        raise DepotRefuse(
            "Ce magasin a ses propres données, que le dépôt remplacerait : prenez un magasin neuf "
            "(CLAUSES_STORE) pour le suivre. Rien n'a été changé."
        )


def _fetch(depot: Depot, digest: str, draft: Path, progress: Progress) -> None:
    """Recopie une publication et la relit ; lève DepotRefuse si un seul octet manque ou change."""
    for name in (MANIFESTE, SCEAU):
        depot.take(digest, name, draft / name)
    manifest, degats = read_manifest(draft, digest)
    if manifest is None or degats or not is_sealed(manifest) or not _is_plain(manifest):
        raise _damaged(depot, "son manifeste ne répond pas à son sceau")
    kept = {PROTEGE} if is_plenary() else set(manifest[FICHIERS])
    names = [name for name in manifest[FICHIERS] if name in kept]
    ensure_space(draft, sum(manifest[FICHIERS][name]["octets"] for name in names))
    for rank, name in enumerate(names):
        progress(rank / len(names), f"Copie de la publication n° {manifest['numero']}")
        depot.take(digest, name, draft / name)
    if wrong := file_damages(draft, manifest, kept):
        raise _damaged(depot, ", ".join(one.phrase for one in wrong))
    if is_plenary() and not names:
        raise _damaged(depot, "elle n'a pas encore ses chiffres protégés")


def _is_plain(manifest: Manifest) -> bool:
    """Dit si chaque fichier nommé reste dans le dossier de la publication."""
    return all(PurePath(name).name == name for name in manifest[FICHIERS])


def _damaged(depot: Depot, why: str) -> DepotRefuse:
    return DepotRefuse(
        f"La publication du dépôt {depot.said} n'a pas été prise : {why}. Ce qui était servi le "
        "reste ; si cela dure, déposez-la à nouveau."
    )
