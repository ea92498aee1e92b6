"""Ce que chaque publication gardée a changé pour un lecteur : des mois et des fichiers.

Rien ici ne compte de personnes ni d'heures : le fil se lit sans compte.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.publish import Generation, current, generation, kept, numbers, opened

GARDEES = 5
MOIS = """
    select structure, strftime(mois, '%Y-%m'), round(sum(heures_realisees), 2)
    from heures
    where validation is distinct from 'rejete' and heures_realisees is not null
    group by structure, mois
"""
FICHIERS = "select empreinte, format, structures from imports"
Mois = tuple[str, str]


@dataclass(frozen=True)
class Nouvelle:
    """Une publication : son numéro, sa date, et ce qui n'y était pas dans la précédente.

    `nouveaux`, `corriges` : couples (structure, mois « AAAA-MM ») ; `fichiers` : couples (sorte
    d'export, structures). `est_premiere` : aucune autre n'est gardée pour comparer.
    """

    numero: int
    publiee_le: datetime
    est_exemple: bool
    est_premiere: bool
    nouveaux: tuple[Mois, ...] = ()
    corriges: tuple[Mois, ...] = ()
    fichiers: tuple[tuple[str, str], ...] = ()

    @property
    def a_du_neuf(self) -> bool:
        """Dit si elle change quelque chose pour un lecteur."""
        return bool(self.nouveaux or self.corriges or self.fichiers)


@dataclass(frozen=True)
class _Etat:
    hours: dict[Mois, float]
    files: dict[str, tuple[str, str]]


def nouvelles(store: Path | None = None) -> list[Nouvelle]:
    """Rend ce qu'a changé chaque publication gardée jusqu'à celle servie, la dernière d'abord."""
    served = current(store)
    if served is None:
        return []
    last = [one for one in numbers(store) if one <= served.number][-GARDEES:]
    found = [one for number in last if (one := generation(number, store)) is not None]
    told = [_told(one, before) for before, one in zip([None, *found], found, strict=False)]
    return told[::-1]


def _told(one: Generation, before: Generation | None) -> Nouvelle:
    head = (one.number, one.publiee_le, one.est_exemple)
    # Le premier import réel retire les exemples : rien de commun à comparer.
    if before is None or before.est_exemple != one.est_exemple:
        return Nouvelle(*head, est_premiere=True)
    now, then = _state(one), _state(before)
    changed = [key for key in now.hours if key in then.hours and now.hours[key] != then.hours[key]]
    gone = [key for key in then.hours if key not in now.hours]
    return Nouvelle(
        *head,
        est_premiere=False,
        nouveaux=tuple(sorted(set(now.hours) - set(then.hours))),
        corriges=tuple(sorted([*changed, *gone])),
        fichiers=tuple(sorted(now.files[mark] for mark in set(now.files) - set(then.files))),
    )


def _state(one: Generation) -> _Etat:
    return _read(str(one.exact), one.manifest["empreinte"])


@kept(GARDEES)
def _read(path: str, _fingerprint: str) -> _Etat:
    """Lit une publication une fois : ses mois d'heures et ses fichiers reçus."""
    with opened(Path(path)) as connection:
        names = {name for (name,) in connection.execute("show tables").fetchall()}
        # Une publication d'avant les heures n'en a pas la table.
        months = connection.execute(MOIS).fetchall() if "heures" in names else []
        received = connection.execute(FICHIERS).fetchall()
    hours = {(structure, mois): total for structure, mois, total in months}
    files = {mark: (kind, structures or "") for mark, kind, structures in received}
    return _Etat(hours, files)
