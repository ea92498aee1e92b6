"""Des contrats d'un JSON aux lignes : une par contrat × titulaire × version."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from data.formats.decp import sources
from data.formats.decp.source import Source
from data.grid import FichierRefuse, nombre

Line = dict[str, str | None]
CONCESSIONS = ("contrat-concession", "contratConcession", "concession")
# Notre colonne -> champs d'une modification, selon la nature du contrat.
MODIFIED = {
    "duree_mois": ("dureeMois",),
    "montant_eur": ("montant", "valeurGlobale"),
    "date_notification": ("dateNotificationModification", "dateSignatureModification"),
    "date_publication": ("datePublicationDonneesModification",),
}
TITULAIRES = (("titulaires", "titulaire"), ("concessionnaires", "concessionnaire"))
REPRENDRE = "Reprenez le téléchargement ou l'export du profil d'acheteur."


def parse(text: str) -> Any:
    """Lit un JSON, nombres gardés en texte ; lève FichierRefuse en disant où il se casse."""
    try:
        return json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise FichierRefuse(
            f"n'est pas un JSON bien écrit (ligne {nombre(error.lineno)}, caractère "
            f"{nombre(error.colno)}) : il a pu être coupé. {REPRENDRE}"
        ) from error
    except RecursionError as error:
        raise FichierRefuse(f"emboîte trop de niveaux pour des DECP. {REPRENDRE}") from error


def records(root: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Rend (« marche » ou « concession », contrat) pour chaque contrat du fichier.

    Lève FichierRefuse si le JSON n'a pas de liste de contrats.
    """
    marches = root.get("marches") if isinstance(root, dict) else root
    lists = marches if isinstance(marches, dict) else {"": marches}
    if not any(isinstance(one, list | dict) for one in lists.values()):
        raise FichierRefuse(
            "est un JSON sans liste de contrats (« marches ») : ce ne sont pas des DECP. "
            f"{REPRENDRE}"
        )
    for kind, found in lists.items():
        for record in found if isinstance(found, list) else [found]:
            if isinstance(record, dict):
                yield ("concession" if _is_concession(kind, record) else "marche"), record


def _is_concession(kind: str, record: dict[str, Any]) -> bool:
    said = str(record.get("_type", "")).lower()
    return kind in CONCESSIONS or "concession" in said or "autoriteConcedante" in record


def source_of(record: dict[str, Any]) -> Source:
    """Rend l'écriture d'un contrat : un seul champ propre à 2022 suffit."""
    modern = sources()["json_2022"]
    return modern if any(name in record for name in modern.own) else sources()["json_2019"]


def lines(record: dict[str, Any], kind: str) -> list[Line]:
    """Rend les lignes d'un contrat, de la version initiale à la dernière."""
    source = source_of(record)
    base = {name: _first(record, paths) for name, paths in source.headings.items()}
    base |= {"source_decp": source.name, "type_contrat": kind}
    base["modification_id"], titulaires = "0", _titulaires(record)
    versions = [(base, titulaires)]
    for rank, change in enumerate(_modifications(record), start=1):
        said = {name: _first(change, paths) for name, paths in MODIFIED.items()}
        base = base | {name: value for name, value in said.items() if value is not None}
        base["modification_id"] = _text(change.get("id")) or str(rank)
        titulaires = _titulaires(change) or titulaires
        versions.append((base, titulaires))
    last = versions[-1][0]
    return [
        {**version, "donnees_actuelles": "oui" if version is last else "non", **one}
        for version, named in versions
        for one in named or [{}]
    ]


def _modifications(record: dict[str, Any]) -> list[dict[str, Any]]:
    return _unwrapped(record.get("modifications"), "modification")


def _titulaires(record: dict[str, Any]) -> list[Line]:
    found = [one for many, single in TITULAIRES for one in _unwrapped(record.get(many), single)]
    return [
        {
            "titulaire_id": _text(one.get("id")),
            "titulaire_type_id": _text(one.get("typeIdentifiant")),
            "titulaire_nom": _text(one.get("denominationSociale") or one.get("nom")),
        }
        for one in found
    ]


def _unwrapped(found: Any, name: str) -> list[dict[str, Any]]:
    """Rend une liste d'objets, emballés ou non : [{"titulaire": {…}}] ou {"titulaire": [{…}]}."""
    if isinstance(found, dict):
        found = found.get(name, found)
    items = found if isinstance(found, list) else [found]
    return [
        inner for one in items if isinstance(one, dict)
        for inner in [one.get(name, one)] if isinstance(inner, dict)
    ]  # fmt: skip


def _first(record: dict[str, Any], paths: tuple[str, ...]) -> str | None:
    return next((text for path in paths if (text := _text(_at(record, path))) is not None), None)


def _at(record: Any, path: str) -> Any:
    for name in path.split("."):
        record = record.get(name) if isinstance(record, dict) else record
    return record


def _text(value: Any) -> str | None:
    """Rend le texte d'une valeur ; plusieurs valeurs sont jointes par « , »."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, list):
        texts = [text for one in value if (text := _text(one))]
        return ", ".join(texts) or None
    return value or None if isinstance(value, str) else None
