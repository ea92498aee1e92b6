"""Ce que sert un magasin : rien encore, une publication, ou ce qui reste après un dégât.

Trois états, trois types : seul `RienPublie` permet d'importer les exemples. Le pointeur CURRENT
nomme la génération servie et l'empreinte de son manifeste ; il est suivi à chaque lecture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from data.location import store_path
from data.publish.generations import Examen, Generation, data_mark, examine, folder_of
from data.publish.seal import MANIFESTE, PROTEGE, Degat, fingerprint_once, is_sealed

POINTEUR = "CURRENT"
# Une génération écrite que le pointeur ne sert pas encore : une coupure la laisse ainsi.
ATTENTE = ".attente"
FORME = re.compile(r"(\d{1,9})(?: ([0-9a-f]{64}))?\s*")
QUE_FAIRE = (
    "Sur la machine, « python -m data verifier » dit ce qui est abîmé et « python -m data "
    "restaurer SAUVEGARDE » remet une sauvegarde en place."
)


class MagasinAbime(Exception):
    """Il y a eu des publications et aucune ne peut plus être servie ; str(e) le dit."""


@dataclass(frozen=True)
class RienPublie:
    """Ce magasin n'a jamais rien publié."""


@dataclass(frozen=True)
class Servie:
    """Une publication est servie, entière."""

    generation: Generation


@dataclass(frozen=True)
class Abimee:
    """Quelque chose est abîmé ; `generation` est ce qui est servi malgré tout, None si rien.

    `attendue` : le numéro qui devrait l'être, None si le pointeur ne le dit plus.
    """

    degats: tuple[Degat, ...]
    generation: Generation | None
    attendue: int | None


Etat = RienPublie | Servie | Abimee


@dataclass(frozen=True)
class Pointer:
    """Ce que dit CURRENT : un numéro, l'empreinte de son manifeste, et ce qui ne va pas."""

    number: int | None
    digest: str
    degats: tuple[Degat, ...] = ()


def state(store: Path | None = None) -> Etat:
    """Rend l'état d'un magasin, tous les fichiers de la génération servie vérifiés."""
    pointer = read_pointer(store)
    known = numbers(store)
    if pointer is None and not known:
        return RienPublie()
    pointer = pointer or Pointer(None, "", (_pointer_damage("manque"),))
    found = _follow(pointer, known, store)
    degats = (*pointer.degats, *found.degats)
    served = found if found.est_servable else _last_sound(found.number, known, store)
    if not degats and found.generation:
        # En vue plénière, une publication encore sans cube laisse servie la dernière qui en a un.
        return Servie(served.generation if served and served.generation else found.generation)
    return Abimee(degats, served.generation if served else None, pointer.number)


def current(store: Path | None = None) -> Generation | None:
    """Rend la génération servie ; None si, et seulement si, rien n'a jamais été publié.

    Lève MagasinAbime si rien de ce qui a été publié ne peut plus être servi. `alert()` dit ce qui
    est abîmé quand quelque chose est servi malgré tout.
    """
    match state(store):
        case RienPublie():
            return None
        case Servie(one) | Abimee(_, Generation() as one):
            return one
        case Abimee() as damaged:
            raise MagasinAbime(sentence(damaged))


def refuse_on_damage(store: Path | None = None) -> None:
    """Lève MagasinAbime si ce qui est servi n'est qu'un repli : en repartir ferait disparaître ce
    que la publication abîmée avait de plus. « revenir » dit qu'on l'accepte.
    """
    match state(store):
        case Abimee(_, Generation() as served, expected) as damaged if served.number != expected:
            raise MagasinAbime(
                f"Rien n'a été publié : le magasin est abîmé. {sentence(damaged)} Pour repartir "
                f"de la publication n° {served.number} : « python -m data revenir "
                f"{served.number} », puis recommencez."
            )
        case Abimee(generation=None) as damaged:
            raise MagasinAbime(sentence(damaged))


def sentence(found: Abimee) -> str:
    """Dit ce qui est abîmé, depuis quand, et ce qui est servi à la place."""
    damages = ", ".join(one.phrase for one in found.degats)
    served = found.generation
    if served is None:
        return (
            f"Les données publiées sont abîmées et aucune publication ne peut être servie : "
            f"{damages}. Rien n'est remplacé. {QUE_FAIRE}"
        )
    if found.attendue == served.number:
        return _partly(found, served, damages)
    return (
        f"La dernière publication est illisible ou abîmée ({damages}) : les chiffres montrés sont "
        f"ceux de la publication n° {served.number}, du {served.publiee_le:%d/%m/%Y}. Prévenez la "
        f"personne qui importe les données. {QUE_FAIRE}"
    )


def _partly(found: Abimee, served: Generation, damages: str) -> str:
    is_cube = any(one.fichier.endswith(PROTEGE) for one in found.degats)
    lost = (
        " Les chiffres exacts sont servis ; les chiffres protégés ne peuvent pas l'être."
        if is_cube
        else " Les chiffres servis sont intacts."
    )
    return (
        f"La publication n° {served.number} est en partie abîmée ({damages}).{lost} Prévenez la "
        f"personne qui importe les données. {QUE_FAIRE}"
    )


def read_pointer(store: Path | None = None) -> Pointer | None:
    """Rend ce que dit CURRENT, None s'il n'y a pas de pointeur."""
    path = (store or store_path()) / POINTEUR
    if not path.is_file():
        return None
    found = FORME.fullmatch(path.read_bytes().decode("ascii", "replace"))
    if found is None:
        return Pointer(None, "", (_pointer_damage("est illisible"),))
    return Pointer(int(found[1]), found[2] or "")


def numbers(store: Path | None = None) -> list[int]:
    """Rend les numéros des générations publiées, croissants.

    Celle qu'une coupure a laissée écrite mais jamais servie (`<n>.attente`) n'en est pas.
    """
    folder = folder_of(store)
    if not folder.is_dir():
        return []
    pointer = read_pointer(store)
    names = {one.name for one in folder.iterdir()}
    waiting = {one.removesuffix(ATTENTE) for one in names if one.endswith(ATTENTE)}
    if pointer:
        waiting.discard(str(pointer.number))
    return sorted(int(one) for one in names - waiting if one.isdigit())


def kept_marks(store: Path | None = None) -> frozenset[tuple[int, str]]:
    """Rend ce que garde le magasin : le numéro de chaque génération, et l'empreinte qui la dit."""
    return frozenset((number, data_mark(number, store)) for number in numbers(store))


def _pointer_damage(motif: str) -> Degat:
    return Degat(POINTEUR, motif)


def _follow(pointer: Pointer, known: list[int], store: Path | None) -> Examen:
    """Rend la génération que désigne le pointeur : par son empreinte si le numéro la dément."""
    if pointer.number is None:
        last = _last_sound(None, known, store)
        return last or Examen(0, None, ())
    named = examine(pointer.number, store, pointer.digest)
    if named.generation and _agrees(pointer, named.generation):
        return named
    for number in reversed(known):
        other = examine(number, store)
        if pointer.digest and other.generation and digest_of(other.generation) == pointer.digest:
            damage = _pointer_damage("ne nomme pas la publication dont il porte l'empreinte")
            return Examen(number, other.generation, (damage, *other.degats))
    damage = _pointer_damage(f"nomme la publication n° {pointer.number}, sans son empreinte")
    extra = () if named.generation is None and pointer.digest else (damage,)
    return Examen(pointer.number, named.generation, (*extra, *named.degats))


def _agrees(pointer: Pointer, named: Generation) -> bool:
    """Un pointeur d'avant les sceaux n'a pas d'empreinte et nomme un manifeste sans sceau."""
    if not pointer.digest:
        return not is_sealed(named.manifest)
    return digest_of(named) == pointer.digest


def digest_of(one: Generation) -> str:
    """Rend l'empreinte du manifeste d'une génération, celle que nomme le pointeur."""
    return fingerprint_once(one.folder / MANIFESTE)


def _last_sound(but: int | None, known: list[int], store: Path | None) -> Examen | None:
    """Rend la dernière génération servable, `but` mise à part."""
    others = (examine(number, store) for number in reversed(known) if number != but)
    return next((one for one in others if one.est_servable), None)
