"""Effacer une personne qui s'y oppose, retirer celles qui n'ont plus leur place, et publier.

L'identité n'entre que pour devenir un pseudonyme. Les publications d'avant, qui la contenaient
encore, sont effacées : on n'y revient plus.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import polars as pl

from data.formats import formats
from data.importer.content import opponents, stored_tables, without_opposed
from data.load import (
    DEPARTS,
    Departure,
    counted,
    departure,
    expired,
    followed,
    kept_years,
    remembered,
    without,
)
from data.location import store_path
from data.people import CleRefusee, Key, import_key, number_pseudonym, person_pseudonym, pseudonym
from data.publish import (
    BeforePointer,
    Generation,
    PublicationRefusee,
    current,
    forget_others,
    import_lock,
    publish_tables,
    read_database,
    refuse_on_damage,
    remember_opposed,
)
from data.words import nombre

CUBES = "cubes"
CHIFFRES_DU_RECU = 12


@dataclass(frozen=True)
class Identite:
    """Ce qui désigne une personne, le temps d'une demande ; ne s'écrit ni ne s'affiche."""

    nom: str
    prenom: str
    naissance: date | None
    structure: str = ""
    numero: str = ""

    def __repr__(self) -> str:
        return "Identite(…)"


@dataclass(frozen=True)
class Recu:
    """Ce qui reste d'un effacement : quand, combien de lignes, un numéro tiré de la clé."""

    numero: str
    fait_le: datetime
    lignes: dict[str, int]
    generation: int

    @property
    def phrases(self) -> list[str]:
        """Le reçu en phrases, sans rien de la personne."""
        done = said_lines(self.lignes) or "aucune ligne ne portait cette personne"
        return [
            f"Reçu n° {self.numero}, du {self.fait_le:%d/%m/%Y à %H:%M}. Effacé : {done}. "
            f"Publication n° {self.generation} servie ; les précédentes, qui pouvaient la "
            "contenir, sont effacées : on n'y revient plus.",
            "Son opposition est retenue sous pseudonyme : ni un import ni une restauration ne la "
            "ramèneront. Détruisez les sauvegardes d'avant ce jour et les fichiers reçus.",
        ]


@dataclass(frozen=True)
class Purge:
    """Ce qu'une purge retirerait : combien de personnes, combien de lignes par sorte d'export.

    `annees` : le délai en vigueur ce jour-là ; `sans_fin` : de combien d'entre elles un contrat n'a
    pas de date de fin.
    """

    personnes: int
    lignes: dict[str, int]
    jour: date
    annees: int
    sans_fin: int

    @property
    def phrases(self) -> list[str]:
        """Ce que la purge fera, en phrases."""
        if not self.lignes:
            return [
                f"Au {self.jour:%d/%m/%Y}, personne n'a fini son dernier contrat depuis plus de "
                f"{self._delay} : il n'y a rien à retirer."
            ]
        return [
            f"Au {self.jour:%d/%m/%Y}, {self._who} : {said_lines(self.lignes)}.",
            *self._open,
            "Leurs heures quittent les chiffres exacts des années passées. Restent la date de leur "
            "premier contrat, sous pseudonyme, et les chiffres protégés d'aujourd'hui (dossier "
            f"« {CUBES} » du magasin). Les publications précédentes sont effacées ; une "
            "sauvegarde d'avant contient encore ces personnes : détruisez-la.",
        ]

    @property
    def retirees(self) -> str:
        """Ce que la purge a fait, en une phrase."""
        if not self.lignes:
            return ""
        return " ".join([f"Retiré : {self._who} : {said_lines(self.lignes)}.", *self._open])

    @property
    def _delay(self) -> str:
        return f"{nombre(self.annees)} an{'s' if self.annees > 1 else ''}"

    @property
    def _open(self) -> list[str]:
        if not self.sans_fin:
            return []
        return [
            f"Dont un contrat sans date de fin : {nombre(self.sans_fin)}. Le dernier fait connu de "
            "la personne (dernier mois d'heures, sinon début du contrat) en tient lieu ; si elle "
            "travaille encore, importez d'abord ses heures."
        ]

    @property
    def _who(self) -> str:
        many = self.personnes > 1
        return (
            f"{nombre(self.personnes)} {'personnes ont' if many else 'personne a'} fini "
            f"{'leur' if many else 'son'} dernier contrat depuis plus de {self._delay}"
        )


def said_lines(lignes: dict[str, int]) -> str:
    """Dit des nombres de lignes par sorte d'export : « 2 de contrats, 14 d'heures »."""
    return ", ".join(
        f"{nombre(count)} ligne{'s' if count > 1 else ''} ({formats()[name].label})"
        for name, count in lignes.items()
    )


def person_of(identity: Identite, key: Key) -> Departure:
    """Rend les pseudonymes d'une identité ; vide si elle ne suffit pas à désigner quelqu'un."""
    personnes = person_pseudonym(key, identity.nom, identity.prenom, identity.naissance)
    numbers = []
    if identity.structure and identity.numero:
        hidden = number_pseudonym(key, "numero_participant", identity.numero)
        numbers = [(identity.structure, hidden)]
    return departure([personnes] if personnes else [], numbers)


def erase(
    identity: Identite, store: Path | None = None, *, before_pointer: Sequence[BeforePointer] = ()
) -> Recu:
    """Efface une personne, retient son opposition et publie ; rend le reçu.

    Lève PublicationRefusee si l'identité ne suffit pas ou si rien de réel n'est publié.
    """
    with import_lock(store):
        served, key = _real(store)
        one = person_of(identity, key)
        if not one.personnes and not one.numeros:
            raise PublicationRefusee(
                "Il faut le nom, le prénom et la date de naissance, ou la structure et le numéro "
                "de participant. Rien n'a été effacé."
            )
        before = stored_tables(served, key, est_exemple=False)
        whole = followed(before, one)
        # L'opposition d'abord : une coupure ici laisse la personne effacée au prochain import.
        remember_opposed(whole.personnes, whole.numeros, store)
        lines = counted(before, whole)
        left = without(before, whole)
        changes = any(left[name].height < before[name].height for name in before)
        done = _publish(left, served, store, before_pointer) if changes else served
        forget_others(done.number, store)
        mark = pseudonym(key, "reçu", *sorted(whole.personnes), *map(str, sorted(whole.numeros)))
        return Recu(mark[:CHIFFRES_DU_RECU], datetime.now(), lines, done.number)


def forget_opposed(
    store: Path | None = None, *, before_pointer: Sequence[BeforePointer] = ()
) -> Generation | None:
    """Retire de ce qui vient d'être restauré ou repris qui s'est opposé depuis ; rend la
    publication sans eux, None s'ils n'y étaient pas.

    Les autres publications restaurées, qui les contiennent aussi, sont effacées.
    """
    with import_lock(store):
        served = current(store)
        if served is None or served.est_exemple:
            return None
        content = read_database(served)
        if not counted(content, opponents(content, store)):
            return None
        done = _publish(content, served, store, before_pointer)
        forget_others(done.number, store)
        return done


def purge_plan(today: date, store: Path | None = None) -> Purge:
    """Dit ce qu'une purge retirerait ce jour-là ; ne change rien."""
    served, key = _real(store)
    before = stored_tables(served, key, est_exemple=False)
    return _plan(before, *expired(before, today), today)


def purge(
    today: date, store: Path | None = None, *, before_pointer: Sequence[BeforePointer] = ()
) -> tuple[Purge, Generation]:
    """Retire les personnes dont le dernier contrat est fini depuis plus que le délai, et publie.

    Les chiffres protégés d'avant sont gardés dans le dossier « cubes » du magasin.
    """
    with import_lock(store):
        served, key = _real(store)
        before = stored_tables(served, key, est_exemple=False)
        gone, without_end = expired(before, today)
        plan = _plan(before, gone, without_end, today)
        if not plan.lignes:
            return plan, served
        _keep_cube(served, store)
        left = {**without(before, gone), DEPARTS: remembered(before, gone)}
        done = _publish(left, served, store, before_pointer)
        forget_others(done.number, store)
        return plan, done


def _plan(before: dict[str, pl.DataFrame], gone: Departure, without_end: int, today: date) -> Purge:
    alone = gone.numeros - _numbers_of(before, gone.personnes)
    return Purge(
        len(gone.personnes) + len(alone),
        counted(before, gone),
        today,
        kept_years(today),
        without_end,
    )


def _numbers_of(
    before: dict[str, pl.DataFrame], personnes: frozenset[str]
) -> frozenset[tuple[str, str]]:
    return followed(before, departure(personnes)).numeros


def _real(store: Path | None) -> tuple[Generation, Key]:
    """Rend la publication réelle et sa clé."""
    refuse_on_damage(store)
    served = current(store)
    if served is None or served.est_exemple:
        raise PublicationRefusee("Aucune donnée réelle n'est publiée : il n'y a rien à effacer.")
    expected = served.manifest.get("cle", "")
    if not expected:
        raise CleRefusee("La publication servie ne nomme pas sa clé : rien n'a été effacé.")
    return served, import_key(expected)


def _publish(
    content: dict[str, pl.DataFrame], served: Generation, store: Path | None,
    before_pointer: Sequence[BeforePointer],
) -> Generation:  # fmt: skip
    return publish_tables(
        without_opposed(content, store),
        store,
        key_id=served.manifest["cle"],
        before_pointer=before_pointer,
    )


def _keep_cube(served: Generation, store: Path | None) -> None:
    if not served.a_cube:
        return
    folder = (store or store_path()) / CUBES
    folder.mkdir(exist_ok=True)
    name = f"{served.publiee_le:%Y-%m-%d}_publication_{served.number}.duckdb"
    shutil.copyfile(served.protege, folder / name)
