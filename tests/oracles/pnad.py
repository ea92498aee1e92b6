"""Oracle : la part du PNAD recomptée ligne à ligne, en Python pur, selon le texte.

Écrit d'après la définition de la page PNAD (un contrat, une fois, de qui doit publier), sans lire
aucune requête. Une ligne est celle de la table « decp » : contrat × titulaire × modification.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

Row = dict[str, Any]
AVEC = {"clause sociale", "critere social", "marche reserve", "marches reserves",
        "concession reservee", "concession reserve"}  # fmt: skip
SANS = {"pas de consideration sociale", "sans objet"}
AVIGNON_SIRET, VEDENE_SIRET = "21840007500014", "21840141200018"
_numbers = itertools.count(1)


def ligne(jour: str | None = "2024-03-15", considerations: str | None = None, **more: Any) -> Row:
    """Une ligne tabulaire de la Ville d'Avignon, 100 000 €, un titulaire, numéro nouveau."""
    rank = next(_numbers)
    row: Row = {
        "source_decp": "tabulaire",
        "type_contrat": "marche",
        "numero": f"AUTO{rank:06}Z",
        "acheteur_siret": AVIGNON_SIRET,
        "acheteur_nom": "COMMUNE D AVIGNON (MAIRIE)",
        "objet": f"Objet numéro {rank}",
        "code_cpv": "45210000",
        "montant_eur": 100000.0,
        "date_notification": date.fromisoformat(jour) if jour else None,
        "date_publication": date(2026, 11, 15),
        "considerations_sociales": considerations,
        "a_colonne_considerations": True,
        "titulaire_id": "90000101000009",
        "modification_id": 0,
        "import_id": 1,
        "ligne": rank,
    }
    row |= more
    row.setdefault("uid", f"{row['acheteur_siret']}{row['numero']}")
    return row


def plain(text: str) -> str:
    """Sans accents ni casse, espaces simples."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(bare.split())


def jetons(cell: str | None) -> list[str]:
    """Les mots déclarés d'une case : crochets, guillemets et sentinelles retirés."""
    bare = re.sub(r"[\[\]'\"]", "", cell or "")
    found = [plain(part) for part in re.split(r"[,;|]", bare)]
    found = [re.sub(r"^(inx|mq|cdl)(?![a-z])\s*", "", part) for part in found]
    return [part for part in found if part]


def statut(cell: str | None) -> str:
    """avec, sans, contradictoire ou non_renseigne."""
    said = set(jetons(cell))
    if said & AVEC:
        return "contradictoire" if said & SANS else "avec"
    return "sans" if said & SANS else "non_renseigne"


def _order(row: Row) -> tuple[Any, ...]:
    return (
        row["date_notification"] or date.max,
        row["modification_id"] or 0,
        row["date_publication"] or date.max,
        row["source_decp"],
        row["import_id"],
        row["ligne"],
    )


def contrats(rows: Iterable[Row]) -> dict[str, Row]:
    """Clé -> première version, avec `statut`, `titulaires` et `lignes`."""
    versions: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        suffix = "|concession" if row["type_contrat"] == "concession" else ""
        versions[row["uid"] + suffix].append(row)
    return {key: _first(found) for key, found in versions.items()}


def _first(found: list[Row]) -> Row:
    ordered = sorted(found, key=_order)
    first = ordered[0]
    readable = [row for row in ordered if row["source_decp"] != "json_2019"]
    bearing = [row for row in readable if row["a_colonne_considerations"]] or readable
    said = statut(bearing[0]["considerations_sociales"]) if bearing else "hors_format"
    same = [
        row
        for row in ordered
        if (row["date_notification"], row["modification_id"])
        == (first["date_notification"], first["modification_id"])
    ]
    holders = frozenset(row["titulaire_id"] for row in same if row["titulaire_id"])
    return {**first, "statut": said, "titulaires": holders, "lignes": len(found)}


def _compact(text: str | None) -> str:
    return re.sub(r"[^a-z0-9]", "", plain(text or ""))


def are_double(short: Row, long: Row) -> bool:
    """Même acheteur, titulaires, montant et date ; numéros préfixes ; objets non différents."""
    same = ("acheteur_siret", "type_contrat", "titulaires", "montant_eur", "date_notification")
    if any(short[name] != long[name] or short[name] is None for name in same):
        return False
    if not short["titulaires"] or not _compact(short["numero"]):
        return False
    if short["objet"] and long["objet"] and _compact(short["objet"]) != _compact(long["objet"]):
        return False
    one, other = _compact(short["numero"]), _compact(long["numero"])
    return other.startswith(one) or one.rstrip("0") == other.rstrip("0")


def fusionnes(found: dict[str, Row]) -> set[str]:
    """Les clés qui disparaissent : toutes celles d'un groupe, sauf la première publiée."""

    def rank(key: str) -> tuple[Any, ...]:
        number = _compact(found[key]["numero"])
        return (len(number), number, key)

    shorter = {
        key: [one for one in found if rank(one) < rank(key) and are_double(found[one], found[key])]
        for key in found
    }
    groups: dict[str, list[str]] = defaultdict(list)
    for key, heads in shorter.items():
        roots = sorted(one for one in heads if not shorter[one])
        if roots:
            groups[roots[0]].append(key)
    gone: set[str] = set()
    for root, compatible in groups.items():
        members = _of_one_objet(found, sorted(compatible, key=rank))
        everyone = sorted([root, *members], key=lambda key: _kept_first(found[key], key))
        gone |= set(everyone[1:])
    return gone


def _of_one_objet(found: dict[str, Row], members: list[str]) -> list[str]:
    """Les lots d'objet différent restent à part : le premier objet connu l'emporte."""
    known = [_compact(found[key]["objet"]) for key in members if found[key]["objet"]]
    return [
        key
        for key in members
        if not found[key]["objet"] or _compact(found[key]["objet"]) == known[0]
    ]


def _kept_first(row: Row, key: str) -> tuple[Any, ...]:
    published = row["date_publication"] or date.max
    return (not row["a_colonne_considerations"], published, key)


def parts(rows: Iterable[Row], est_fusionne: bool = True) -> dict[int, Row]:
    """Année -> effectifs et pourcentages attendus de `pnad_part`."""
    found = contrats(rows)
    gone = fusionnes(found) if est_fusionne else set()
    years: dict[int, list[str]] = defaultdict(list)
    for key, row in found.items():
        if key not in gone and row["date_notification"]:
            years[row["date_notification"].year].append(row["statut"])
    return {year: share(said) for year, said in sorted(years.items())}


def share(said: list[str]) -> Row:
    """Effectifs et pourcentages d'une liste de statuts."""
    total, yes, no = len(said), said.count("avec"), said.count("sans")
    base = total - said.count("hors_format")
    return {
        "contrats": total,
        "avec": yes,
        "sans": no,
        "non_renseignes": said.count("non_renseigne"),
        "borne_basse_pct": percent(yes, base),
        "taux_renseignes_pct": percent(yes, yes + no),
        "borne_haute_pct": percent(base - no, base),
        "completude_pct": percent(yes + no, base),
    }


def percent(part: int, whole: int) -> float | None:
    """Un pourcentage à une décimale, demi vers le haut ; None si le tout est vide."""
    return math.floor(1000 * part / whole + 0.5) / 10 if whole else None


def wilson(part: int, whole: int) -> tuple[float, float]:
    """L'intervalle de Wilson à 95 %, par les racines de son équation du second degré."""
    square = 1.96**2
    a, b, c = whole + square, -(2 * part + square), part**2 / whole
    root = math.sqrt(b * b - 4 * a * c)
    return round(100 * (-b - root) / (2 * a), 1), round(100 * (-b + root) / (2 * a), 1)


def is_executed_in_vaucluse(code: str, kind: str) -> bool:
    """Code postal, commune, canton ou arrondissement commençant par 84, ou département 84."""
    if plain(kind) == "code departement":
        return code == "84"
    kinds = ("code postal", "code commune", "code canton", "code arrondissement")
    return plain(kind) in kinds and code.startswith("84")
