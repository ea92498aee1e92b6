"""Déposer : la publication servie, ses fichiers scellés d'abord, le pointeur en dernier."""

from __future__ import annotations

from pathlib import Path

from data.publish.depot.place import DepotRefuse, Progress, open_depot
from data.publish.generations import FichierExactFerme, Generation, is_plenary
from data.publish.seal import MANIFESTE, SCEAU, expected_files
from data.publish.served import Servie, digest_of, state


def deposit(address: str, progress: Progress, store: Path | None = None) -> Generation | None:
    """Pose la publication servie dans un dépôt ; None s'il l'a déjà.

    Le dépôt ne garde qu'elle. Lève DepotRefuse si rien de sain n'est servi ou si le dépôt ne répond
    pas, FichierExactFerme en vue plénière : une coupure y laisse la publication d'avant.
    """
    if is_plenary():
        raise FichierExactFerme
    found = state(store)
    if not isinstance(found, Servie) or not found.generation.est_scellee:
        raise DepotRefuse(
            "Rien n'a été déposé : le magasin est vide, abîmé, ou d'avant les sceaux. "
            "« python -m data verifier » dit pourquoi."
        )
    served = found.generation
    depot, digest = open_depot(address), digest_of(served)
    if depot.pointed() == (served.number, digest):
        return None
    names = [*expected_files(served.manifest), MANIFESTE, SCEAU]
    for rank, name in enumerate(names):
        progress(rank / len(names), f"Dépôt de la publication n° {served.number}")
        depot.put(served.folder / name, digest, name)
    depot.point_to(served.number, digest)
    depot.keep_only(digest)
    return served
