"""Les numéros des personnes et de leurs contrats, sous pseudonyme comme elles.

Le même numéro donne partout le même pseudonyme : les fichiers se rejoignent toujours. Il est
normalisé d'abord (Méthode, règle 16) : « 001 » et « 1 » restent un. Un numéro de forme inoffensive
est scellé : qui a la clé, et elle seule, le relit, pour qu'une structure reconnaisse les siens dans
une liste à relancer. Tout autre texte (mél, téléphone, nom) passe par un sens unique : perdu.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from functools import cache

import polars as pl
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from data.check import identifiers
from data.check.values import each_once
from data.columns import COLUMNS, PERSONNEL_NUMERO, is_personal, without_personal
from data.formats import formats
from data.people.pseudonyms import Key, pseudonym

NUMEROS = ("numero_participant", "numero_contrat")
# La marque distingue un pseudonyme d'un numéro en clair, dans un magasin d'avant.
PERDU, SCELLE = "n", "s"
DEJA_FAIT = re.compile(rf"^(?:{PERDU}[0-9a-f]{{32}}|{SCELLE}[0-9a-f]{{64}})$")
# Un code de structure, trois lettres, une année, six chiffres au plus : trop peu pour un téléphone,
# un numéro de sécurité sociale ou une naissance, trop peu de lettres pour un nom. Collée à quatre
# chiffres, l'année est trop récente pour une naissance.
INOFFENSIF = re.compile(
    r"^(?:(?:cie ?84|itv|mljga)[-_./ ]?)?(?:[a-z]{1,3}[-_./ ]?)?"
    r"(?:(?:20[1-9]\d[-_./ ])?\d{1,6}|20(?:1[5-9]|[2-9]\d)\d{4})$"
)
LARGEUR = 16
SANS_NUMERO = "(numéro non gardé)"
SANS_CLE = "(numéro sous clé)"


def number_pseudonym(key: Key, name: str, number: str) -> str:
    """Rend le pseudonyme d'un numéro de la colonne `name`."""
    plain = (
        pl.DataFrame({"numero": [number]}).select(identifiers.same_number(pl.col("numero"))).item()
    )
    return _hide(key, name, plain or "")


class Sceaux:
    """Une clé et les numéros qu'elle a déjà cachés : ils reviennent de fichier en fichier.

    Ne vit que le temps de préparer un lot : les numéros y sont en clair.
    """

    def __init__(self, key: Key) -> None:
        self.key = key
        self._known: dict[str, dict[str | None, str]] = {}

    def hide(self, name: str, plain: list[str | None]) -> list[str | None]:
        """Rend ce qui tient lieu des numéros normalisés de la colonne `name`."""
        known = self._known.setdefault(name, {})
        found = list(map(known.get, plain))
        for rank, one in enumerate(plain):
            if found[rank] is None and one is not None:
                found[rank] = known[one] = _hide(self.key, name, one)
        return found


def with_numbers(frame: pl.DataFrame, sceaux: Sceaux) -> pl.DataFrame:
    """Remplace les numéros de personnes et de contrats, et ceux qui ressemblent à quelqu'un."""
    names = [name for name in frame.columns if name in COLUMNS and COLUMNS[name].kind == "numero"]
    own = {name: _hidden(frame[name], name, sceaux) for name in names if name in NUMEROS}
    others = [name for name in names if name not in own]
    is_near = frame.select(pl.col(name).str.contains(PERSONNEL_NUMERO).any() for name in others)
    other = {
        name: _hidden_if_personal(frame[name], name, sceaux) for name in others if is_near[name][0]
    }
    return frame.with_columns(**own, **other)


def shown_numbers(frame: pl.DataFrame, key: Key | None) -> pl.DataFrame:
    """Rend une liste avec les numéros tels que la structure les connaît, ou pourquoi ils manquent.

    Sans la clé des données (None), aucun numéro ne se lit.
    """
    names = [name for name in NUMEROS if name in frame.columns]
    return frame.with_columns(
        frame[name].replace_strict(
            {one: _shown(key, name, one) for one in frame[name].unique().drop_nulls()},
            default=None,
            return_dtype=pl.String,
        )
        for name in names
    )


def _hidden(series: pl.Series, name: str, sceaux: Sceaux) -> pl.Series:
    def hide(distinct: pl.Series) -> pl.Series:
        plain = distinct.to_frame("n").select(identifiers.same_number(pl.col("n"))).to_series()
        return pl.Series(sceaux.hide(name, plain.to_list()), dtype=pl.String)

    return series.to_frame(name).select(each_once(pl.col(name), hide, pl.String)).to_series()


def _hidden_if_personal(series: pl.Series, name: str, sceaux: Sceaux) -> pl.Series:
    is_personal = series.str.contains(PERSONNEL_NUMERO).fill_null(value=False)
    return series.zip_with(~is_personal, _hidden(series.set(~is_personal, None), name, sceaux))


def _hide(key: Key, name: str, plain: str) -> str:
    """Rend un numéro scellé si sa forme est inoffensive, un sens unique sinon."""
    if not INOFFENSIF.match(plain) or len(plain) > LARGEUR:
        return PERDU + pseudonym(key, name, plain)
    sealed = _seal(key.secret).encrypt(plain.ljust(LARGEUR).encode(), [name.encode()])
    return SCELLE + sealed.hex()


def _shown(key: Key | None, name: str, hidden: str) -> str:
    if not DEJA_FAIT.match(hidden):
        # Un magasin d'avant, que le prochain import convertira.
        return SANS_NUMERO if is_personal(hidden) else hidden
    if hidden.startswith(PERDU):
        return SANS_NUMERO
    if key is None:
        return SANS_CLE
    try:
        plain = _seal(key.secret).decrypt(bytes.fromhex(hidden[1:]), [name.encode()])
    except InvalidTag:
        return SANS_CLE
    return plain.decode().strip().upper()


@cache
def _seal(secret: bytes) -> AESSIV:
    """Rend le sceau tiré de la clé : même numéro, même sceau, sans quoi rien ne se rejoindrait."""
    return AESSIV(hmac.new(secret, "sceau des numéros".encode(), hashlib.sha512).digest())


def numbers_in_clear(tables: dict[str, pl.DataFrame]) -> int:
    """Compte les numéros encore en clair de tables rangées par une version d'avant."""
    return sum(
        int((~_is_done(frame[name])).sum())
        for frame in tables.values()
        for name in NUMEROS
        if name in frame.columns
    )


def _is_done(series: pl.Series) -> pl.Series:
    return series.str.contains(DEJA_FAIT.pattern).fill_null(value=True)


def depersonalized_tables(tables: dict[str, pl.DataFrame], key: Key) -> dict[str, pl.DataFrame]:
    """Rend les tables d'un magasin d'avant, sans numéro en clair ni mél, téléphone ou NIR.

    Sans cela, le même export réimporté n'y retrouverait pas ses lignes et les doublerait.
    """
    return {
        name: _depersonalized(frame, key) if name in formats() else frame
        for name, frame in tables.items()
    }


def _depersonalized(frame: pl.DataFrame, key: Key) -> pl.DataFrame:
    numbers = [name for name in NUMEROS if name in frame.columns]
    sceaux = Sceaux(key)
    hidden = {
        name: frame[name].zip_with(_is_done(frame[name]), _hidden(frame[name], name, sceaux))
        for name in numbers
    }
    texts = [
        name
        for name in frame.columns
        if name in COLUMNS and COLUMNS[name].kind == "texte" and "source_decp" not in frame.columns
    ]
    return frame.with_columns(**hidden).with_columns(
        without_personal(pl.col(name)).alias(name) for name in texts
    )
