"""La place qui reste : vérifiée avant d'écrire, trois fois ce qui va l'être."""

from __future__ import annotations

import shutil
from pathlib import Path

from data.words import nombre

MARGE = 3
MO = 1024**2


class PlaceInsuffisante(Exception):
    """Le disque n'a pas la place de ce qui va être écrit ; str(e) est la phrase à montrer."""


class SauvegardeRefusee(Exception):
    """Une sauvegarde qui ne peut être faite ou remise en place ; str(e) est la phrase à montrer."""


def ensure_space(folder: Path, octets: int) -> None:
    """Lève PlaceInsuffisante s'il ne reste pas trois fois `octets` là où `folder` s'écrit."""
    there = next(one for one in (folder, *folder.parents) if one.exists())
    free, wanted = shutil.disk_usage(there).free, MARGE * octets
    if free < wanted:
        raise PlaceInsuffisante(
            f"Il reste {nombre(free // MO)} Mo sur le disque et il en faut "
            f"{nombre(-(-wanted // MO))} (trois fois ce qui va être écrit). Rien n'a été écrit, "
            "ce qui était servi l'est toujours. Libérez de la place, puis recommencez."
        )


def weight(folder: Path) -> int:
    """Rend le poids d'un dossier, en octets."""
    return sum(one.stat().st_size for one in folder.rglob("*") if one.is_file())
