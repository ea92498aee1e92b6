"""Retrouver une commune, un EPCI ou un quartier prioritaire d'après son nom dans un export.

Articles, accents, tirets, « St », code postal et CEDEX ne comptent pas ; dans le doute, rien.
"""

from __future__ import annotations

import re
from functools import cache

import polars as pl

from data.reference.resolve import with_resolved
from data.reference.tables import load
from data.words import normalize

_ARTICLES = {"l", "le", "la", "les", "lez", "d", "de", "du", "des"}
_ABREGES = {"st": "saint", "ste": "sainte", "s": "sur", "dr": "docteur"}
_HORS_NOM = {"cedex", "ville", "commune", "mairie", "arrondissement"}
_HORS_EPCI = {"communaute", "agglomeration", "agglo", "communes", "ca", "cc", "metropole", "epci"}
# Un code postal, pas un téléphone : les chiffres ne distinguent pas un lieu.
CHIFFRES_D_UN_LIEU = 5
_HORS_QPV = {"quartier", "quartiers", "qpv", "cite", "prioritaire", "et"}


def find_commune(nom: str | None, code_postal: str | None = None) -> str | None:
    """Code INSEE d'une commune du Vaucluse ou d'un EPCI à cheval ; nul si inconnue ou douteuse.

    Le code postal départage les homonymes et écarte une commune d'un autre département.
    """
    candidates = _communes().get(_commune_key(nom or ""), [])
    postal = re.sub(r"\D", "", code_postal or "")
    if len(postal) == 4:  # zéro de tête perdu par un tableur
        postal = f"0{postal}"
    if postal:
        exact = [commune for commune, codes in candidates if postal in codes.split("|")]
        # Un CEDEX (84918) n'est pas dans la liste des codes postaux : le département suffit.
        near = [commune for commune, _ in candidates if commune[:2] == postal[:2]]
        found = exact or near
    else:
        found = [commune for commune, _ in candidates]
    return found[0] if len(found) == 1 else None


def with_code_insee(
    frame: pl.DataFrame, commune_col: str, code_postal_col: str | None, out: str
) -> pl.DataFrame:
    """Ajoute `out`, le code INSEE trouvé par `find_commune` (texte, nul si inconnu)."""
    columns = [commune_col, code_postal_col] if code_postal_col else [commune_col]
    return with_resolved(frame, columns, find_commune, out, pl.String)


@cache
def _communes() -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = {}
    columns = ["code_insee", "codes_postaux", "nom", "alias"]
    for code, postal, nom, alias in load()["ref_commune"].select(columns).iter_rows():
        for spelling in {_commune_key(text) for text in (nom, *(alias or "").split("|")) if text}:
            found.setdefault(spelling, []).append((code, postal))
    return found


def known_commune(nom: str) -> str | None:
    """Rend le nom écrit, si c'est celui d'une commune connue et rien d'autre ; sinon None."""
    is_bare = sum(letter.isdigit() for letter in nom) <= CHIFFRES_D_UN_LIEU
    return nom if is_bare and _commune_key(nom) in _communes() else None


def known_quartier(qpv: str) -> str | None:
    """Rend du texte ce qui nomme un quartier prioritaire (nom ou code) ; None si rien."""
    names = {name for _, name in _qpv_names()}
    for text in (qpv, *re.split(r"\s[-–/]\s|[,/]", qpv)):
        is_code = re.sub(r"[^A-Z0-9]", "", text.upper()) in _qpv_codes()
        is_bare = sum(letter.isdigit() for letter in text) <= CHIFFRES_D_UN_LIEU
        if is_code or (is_bare and _qpv_key(text) in names):
            return text.strip()
    return None


def find_epci(nom: str | None) -> str | None:
    """SIREN d'un EPCI du Vaucluse : nom, sigle ou SIREN, avec ou sans son statut ; sinon nul.

    « Communauté d'agglomération du Grand Avignon (COGA) » et « Grand Avignon » sont le même ; deux
    EPCI nommés ensemble, aucun.
    """
    siren = re.sub(r"\s", "", nom or "")
    if siren in _epci_sirens():
        return siren
    parts = [nom or "", *re.split(r"[()]", nom or "")]
    found = {_epcis()[spelling] for part in parts if (spelling := _epci_key(part)) in _epcis()}
    return found.pop() if len(found) == 1 else None


@cache
def _epci_sirens() -> frozenset[str]:
    return frozenset(load()["ref_epci"]["siren"])


@cache
def _epcis() -> dict[str, str]:
    rows = load()["ref_epci"].select("siren", "nom", "sigle", "alias").iter_rows()
    return {
        spelling: siren
        for siren, *labels in rows
        for label in labels
        for text in (label or "").split("|")
        if (spelling := _epci_key(text))
    }


def _epci_key(text: str) -> str:
    return _place_key(text, _ARTICLES | _HORS_EPCI)


def _place_key(text: str, dropped: set[str]) -> str:
    """Mots du lieu, sans article ni nombre, « St » devenu « Saint » : ils ne distinguent rien."""
    words = [_ABREGES.get(word, word) for word in normalize(text).split("_") if word]
    return "_".join(
        word
        for word in words
        if word not in dropped and not re.fullmatch(r"\d+(?:er?|e|eme)?", word)
    )


def _commune_key(text: str) -> str:
    return _place_key(text, _ARTICLES | _HORS_NOM)


def find_code_qpv(qpv: str | None, code_insee: str | None = None) -> tuple[str, str] | None:
    """Code 2024 du quartier et génération reconnue (« 2015 » ou « 2024 ») ; nul si inconnu.

    `qpv` est un code (QN08404I, QP084004) ou un nom, même partiel (« Monclar »). Un nom courant
    (« Centre ville ») demande la commune ; un nom d'une autre commune n'est pas retenu.
    """
    code = re.sub(r"[^A-Z0-9]", "", (qpv or "").upper())
    if found := _qpv_codes().get(code):
        return found
    for text in (qpv or "", *re.split(r"\s[-–/]\s|[,/]", qpv or "")):
        found = _qpv_names().get((code_insee or "", _qpv_key(text)))
        if found:
            return found, "2024"
    return None


def with_code_qpv(
    frame: pl.DataFrame,
    qpv_col: str,
    code_insee_col: str | None,
    out: str,
    out_generation: str = "qpv_generation",
) -> pl.DataFrame:
    """Ajoute `out` (code 2024) et `out_generation` (« 2015 » si le code donné est de 2015)."""

    def resolve(qpv: str | None, code_insee: str | None = None) -> dict[str, str | None]:
        code, generation = find_code_qpv(qpv, code_insee) or (None, None)
        return {out: code, out_generation: generation}

    columns = [qpv_col, code_insee_col] if code_insee_col else [qpv_col]
    dtype = pl.Struct({out: pl.String, out_generation: pl.String})
    base = frame.drop(out, out_generation, strict=False)
    return with_resolved(base, columns, resolve, "_qpv", dtype).unnest("_qpv")


@cache
def _qpv_codes() -> dict[str, tuple[str, str]]:
    rows = load()["ref_qpv"].select("code", "code_2015").iter_rows()
    codes: dict[str, tuple[str, str]] = {}
    for code, anciens in rows:
        codes[code] = (code, "2024")
        codes.update({ancien: (code, "2015") for ancien in (anciens or "").split("|") if ancien})
    return codes


@cache
def _qpv_names() -> dict[tuple[str, str], str]:
    """(commune ou "", nom) -> code : les noms courants n'y sont qu'avec leur commune."""
    names: dict[tuple[str, str], str] = {}
    columns = ["code", "code_insee", "alias", "alias_commune"]
    for code, commune, sure, local in load()["ref_qpv"].select(columns).iter_rows():
        for text in (sure or "").split("|"):
            names["", _qpv_key(text)] = names[commune, _qpv_key(text)] = code
        for text in (local or "").split("|"):
            names[commune, _qpv_key(text)] = code
    names = {place: code for place, code in names.items() if place[1]}
    return names


def _qpv_key(text: str) -> str:
    return _place_key(text, _ARTICLES | _HORS_QPV)
