"""La génération servie en Parquet : ses tables telles quelles, pour un moteur qui existe déjà.

DuckDB écrit chaque fichier. Les chiffres sont exacts, comme le fichier d'où ils viennent : rien
n'y est de plus, rien n'y est protégé.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from data.location import store_path
from data.publish.database import opened
from data.publish.durable import BROUILLON, drop, flush, flush_tree, make_folder
from data.publish.generations import Generation
from data.publish.publication import PublicationRefusee
from data.publish.seal import EXACT, MANIFESTE, fingerprint
from data.publish.served import current
from data.publish.space import ensure_space

PRIVE = 0o700


def export_parquet(target: Path, store: Path | None = None) -> Generation:
    """Écrit un fichier Parquet par table et un manifeste dans un dossier neuf ; rend la génération.

    Le dossier paraît entier, ou pas. Lève PublicationRefusee s'il existe déjà, s'il est dans le
    magasin ou si rien n'est publié ; FichierExactFerme en vue plénière.
    """
    folder, place = (store or store_path()).resolve(), target.resolve()
    if place.is_relative_to(folder) or folder.is_relative_to(place):
        raise PublicationRefusee("Rien ne s'écrit dans le magasin : choisissez un autre dossier.")
    if place.exists():
        raise PublicationRefusee(f"« {target} » existe déjà : choisissez un dossier neuf.")
    served = current(store)
    if served is None:
        raise PublicationRefusee("Rien n'a encore été publié : il n'y a rien à exporter.")
    draft = place.with_name(place.name + BROUILLON)
    drop(draft)
    make_folder(place.parent)
    ensure_space(place.parent, served.exact.stat().st_size)
    draft.mkdir(PRIVE)
    try:
        _write(served, draft)
        draft.rename(place)
    finally:
        drop(draft)
    flush(place.parent)
    return served


def _write(served: Generation, draft: Path) -> None:
    schema: dict[str, dict[str, Any]] = {}
    with opened(served.exact) as connection:
        for (name,) in connection.execute("show tables").fetchall():
            table, path = connection.table(name), draft / f"{name}.parquet"
            table.write_parquet(str(path), compression="zstd")
            schema[name] = {
                "lignes": table.aggregate("count(*)").fetchall()[0][0],
                "colonnes": dict(zip(table.columns, map(str, table.types), strict=True)),
                "empreinte": fingerprint(path),
            }
    said = {
        "avertissement": "Chiffres exacts, ne pas diffuser.",
        "publication": served.number,
        "publie_le": served.manifest["publie_le"],
        "exporte_le": datetime.now().isoformat(timespec="seconds"),
        "est_exemple": served.est_exemple,
        "empreintes": {EXACT: served.manifest["empreinte"]},
        "tables": schema,
    }
    (draft / MANIFESTE).write_text(json.dumps(said, ensure_ascii=False, indent=1), "utf-8")
    flush_tree(draft)
