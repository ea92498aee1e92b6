"""Publier : une nouvelle génération complète et scellée, puis le pointeur, jamais l'inverse.

Une coupure à n'importe quel instant laisse la génération précédente servie. Un seul import à la
fois (verrou du système, libéré si le processus meurt). Les cinq dernières générations restent.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import polars as pl

from data.location import store_path
from data.publish.database import count_rows, write_database
from data.publish.durable import BROUILLON, drop, flush, make_folder, write_durably
from data.publish.generations import Generation, examine, folder_of
from data.publish.lock import import_lock
from data.publish.seal import EXACT, MANIFESTE, fingerprint, read_manifest, seal
from data.publish.served import (
    ATTENTE,
    POINTEUR,
    Servie,
    digest_of,
    numbers,
    read_pointer,
    refuse_on_damage,
    state,
)
from data.publish.space import MO, ensure_space, weight

GENERATIONS_GARDEES = 5
BeforePointer = Callable[[Path], None]


class PublicationRefusee(Exception):
    """Ce qui est demandé ne peut être servi ; rien n'a changé pour les lecteurs."""


def publish_tables(
    content: dict[str, pl.DataFrame],
    store: Path | None = None,
    *,
    est_exemple: bool = False,
    key_id: str = "",
    before_pointer: Sequence[BeforePointer] = (),
) -> Generation:
    """Écrit une génération et la sert.

    `before_pointer` : fonctions appelées avec le dossier de la génération avant que le pointeur
    ne bouge (le cube protégé s'y branche) ; si l'une lève, rien n'est publié. Lève aussi
    MagasinAbime et PlaceInsuffisante.
    """
    folder = store or store_path()
    refuse_on_damage(folder)
    ensure_space(folder, _expected_weight(content, folder))
    number, draft = _open_draft(folder)
    write_database(draft / EXACT, content)
    manifest = {
        "numero": number,
        "publie_le": datetime.now().isoformat(timespec="seconds"),
        "empreinte": fingerprint(draft / EXACT),
        "est_exemple": est_exemple,
        "cle": key_id,
        "lignes": {name: frame.height for name, frame in sorted(content.items())},
    }
    _reread(Generation(number, draft, manifest), content)
    return _finish(draft, manifest, folder, before_pointer)


def publish_again(
    one: Generation, store: Path | None = None, *, before_pointer: Sequence[BeforePointer] = ()
) -> Generation:
    """Sert à nouveau les données d'une génération, octet pour octet, sous le numéro suivant.

    Une génération ne change jamais une fois servie : lui ajouter ses chiffres protégés, c'est en
    publier une autre. Lève aussi PublicationRefusee si la copie n'est pas fidèle.
    """
    folder = store or store_path()
    refuse_on_damage(folder)
    ensure_space(folder, weight(one.folder))
    number, draft = _open_draft(folder)
    shutil.copyfile(one.exact, draft / EXACT)
    if fingerprint(draft / EXACT) != one.manifest["empreinte"]:
        raise PublicationRefusee(
            f"La publication n° {one.number} ne se recopie pas : rien n'a été changé."
        )
    manifest = {
        **{name: one.manifest[name] for name in ("empreinte", "est_exemple", "cle", "lignes")},
        "numero": number,
        "publie_le": datetime.now().isoformat(timespec="seconds"),
        "donnees_de": one.data_number,
    }
    return _finish(draft, manifest, folder, before_pointer)


def _open_draft(store: Path) -> tuple[int, Path]:
    """Rend le numéro suivant et son dossier, encore vide et servi à personne."""
    number = _next_number(store)
    draft = folder_of(store) / f"{number}{BROUILLON}"
    shutil.rmtree(draft, ignore_errors=True)
    make_folder(draft)
    return number, draft


def _finish(
    draft: Path, manifest: dict[str, Any], store: Path, before_pointer: Sequence[BeforePointer]
) -> Generation:
    (draft / MANIFESTE).write_text(json.dumps(manifest, indent=1), "utf-8")
    for prepare in before_pointer:
        prepare(draft)
    seal(draft)
    return serve(draft, manifest["numero"], store)


def serve(draft: Path, number: int, store: Path) -> Generation:
    """Met en place une génération scellée et la fait servir ; « <n>.attente » dit l'entre-deux.

    Pour qui tient le verrou. Une autre génération du même numéro, venue d'ailleurs, s'efface.
    """
    place = folder_of(store) / str(number)
    drop(place)
    waiting = place.with_name(f"{number}{ATTENTE}")
    waiting.touch()
    flush(place.parent)
    draft.rename(place)
    flush(place.parent)
    point_to(number, store)
    waiting.unlink()
    _forget_old(store)
    manifest, _ = read_manifest(place)
    return Generation(number, place, manifest or {})


def _next_number(store: Path) -> int:
    """Rend le numéro suivant ; celui qu'une génération abîmée portait ne resert pas."""
    pointer = read_pointer(store)
    pointed = pointer.number if pointer and pointer.number else 0
    return max([*numbers(store), pointed], default=0) + 1


def _expected_weight(content: dict[str, pl.DataFrame], store: Path) -> int:
    known = [weight(folder_of(store) / str(number)) for number in numbers(store)[-1:]]
    return max(MO, sum(int(frame.estimated_size()) for frame in content.values()), *known)


def point_to(number: int, store: Path | None = None) -> None:
    """Fait servir la génération `number`, pour qui tient le verrou et l'a vérifiée."""
    folder = store or store_path()
    place = folder_of(folder) / str(number)
    digest = digest_of(Generation(number, place, {}))
    write_durably(folder / POINTEUR, f"{number} {digest}\n".encode("ascii"))


def go_back(number: int, store: Path | None = None) -> Generation:
    """Sert à nouveau une publication gardée, relue entière d'abord.

    Lève PublicationRefusee si elle manque ou est abîmée, ImportEnCours si un autre écrit.
    """
    with import_lock(store):
        found = examine(number, store)
        if found.generation is None or found.degats or number not in numbers(store):
            kept = ", ".join(str(one) for one in numbers(store)) or "aucune"
            raise PublicationRefusee(
                f"La publication n° {number} n'est plus gardée, ou est abîmée (gardées : {kept})."
            )
        point_to(number, store)
        return found.generation


def forget_others(number: int, store: Path | None = None) -> None:
    """Efface toutes les générations sauf `number`, qui est servie, pour qui tient le verrou.

    Elles contenaient encore ce qu'on vient d'effacer : y revenir le ramènerait.
    """
    folder = store or store_path()
    for other in numbers(folder):
        if other != number:
            drop(folder_of(folder) / str(other))


def _reread(one: Generation, content: dict[str, pl.DataFrame]) -> None:
    for name, height in count_rows(one).items():
        expected = content[name].height if name in content else 0
        if height != expected:
            raise PublicationRefusee(
                f"La table « {name} » relue compte {height} lignes au lieu de {expected} : "
                "rien n'a été publié."
            )


def _forget_old(store: Path) -> None:
    found = state(store)
    served = found.generation.number if isinstance(found, Servie) and found.generation else 0
    if not served:
        return
    for number in numbers(store):
        if number not in {served, *_kept(store)}:
            drop(folder_of(store) / str(number))


def _kept(store: Path) -> set[int]:
    """Rend les numéros gardés : les dernières données, et ce qui les a servies de nouveau.

    Deux publications des mêmes données comptent pour une ; jamais plus du double en tout.
    """
    kept: dict[int, int] = {}
    for number in numbers(store)[: -2 * GENERATIONS_GARDEES - 1 : -1]:
        place = folder_of(store) / str(number)
        data = Generation(number, place, read_manifest(place)[0] or {}).data_number
        if data not in kept.values() and len(set(kept.values())) == GENERATIONS_GARDEES:
            break
        kept[number] = data
    return set(kept)
