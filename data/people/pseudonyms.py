"""Pseudonymes et âges : calculés en mémoire, avant que noms et dates de naissance ne disparaissent.

Identité = nom de naissance + prénom (lettres seules, sans accents, en capitales) + date de
naissance, passée par HMAC-SHA-256 sous une clé secrète de 32 octets gardée hors du magasin.
Sans date de naissance, la personne reste propre à sa structure.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

KEY_VARIABLE = "CLAUSES_CLE"
KEY_FILE_VARIABLE = "CLAUSES_CLE_FICHIER"
KEY_BYTES = 32
PSEUDONYM_DIGITS = 32  # 128 bits en hexadécimal


class CleRefusee(Exception):
    """La clé manque, est mal formée ou n'est pas celle du magasin ; str(e) dit que faire."""


@dataclass(frozen=True)
class Key:
    """Une clé de pseudonymisation et la phrase à montrer si elle vient d'être créée."""

    secret: bytes
    message: str = ""

    @property
    def identifier(self) -> str:
        """Ce qui nomme la clé sans la révéler."""
        return hmac.new(self.secret, b"identifiant", hashlib.sha256).hexdigest()[:12]


# Les personnes des exemples sont inventées : leur clé est publique, et ne sert qu'à elles.
EXAMPLE_KEY = Key(hashlib.sha256("clé publique des exemples inventés".encode()).digest())


def key_path() -> Path:
    """Rend l'emplacement du fichier de clé (CLAUSES_CLE_FICHIER, sinon le dossier personnel)."""
    chosen = os.environ.get(KEY_FILE_VARIABLE)
    config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    return Path(chosen) if chosen else config / "clauses-sociales-vaucluse" / "cle"


def import_key(expected: str = "") -> Key:
    """Rend la clé d'import ; la crée au premier import.

    `expected` : identifiant de la clé du magasin, "" s'il n'a pas encore de données réelles.
    Lève CleRefusee plutôt que de mêler deux clés : la même personne compterait deux fois.
    """
    text = os.environ.get(KEY_VARIABLE) or _read(key_path())
    if not text and expected:
        raise CleRefusee(
            "La clé de pseudonymisation de ces données est introuvable : remettez le fichier "
            f"de clé en place (variable {KEY_FILE_VARIABLE}) ou donnez-la par {KEY_VARIABLE}. "
            "Rien n'a été importé."
        )
    key = _parse(text) if text else _create(key_path())
    if expected and key.identifier != expected:
        raise CleRefusee(
            "La clé de pseudonymisation n'est pas celle des données déjà importées : une même "
            "personne compterait deux fois. Reprenez la clé d'origine. Rien n'a été importé."
        )
    return key


def read_key(path: Path | None = None) -> Key | None:
    """Rend la clé en place (ou celle d'un fichier), None s'il n'y en a pas ; n'en crée jamais.

    Lève CleRefusee si elle est mal formée.
    """
    text = _read(path) if path else os.environ.get(KEY_VARIABLE) or _read(key_path())
    return _parse(text) if text else None


def key_of(identifier: str) -> Key | None:
    """Rend la clé de ce nom : celle des exemples, celle en place ; None si ce n'est aucune."""
    if identifier == EXAMPLE_KEY.identifier:
        return EXAMPLE_KEY
    try:
        key = read_key()
    except CleRefusee:
        return None
    return key if key and key.identifier == identifier else None


def _read(path: Path) -> str:
    return path.read_text("ascii").strip() if path.is_file() else ""


def _parse(text: str) -> Key:
    try:
        secret = bytes.fromhex(text)
    except ValueError:
        secret = b""
    if len(secret) != KEY_BYTES:
        raise CleRefusee(
            "La clé de pseudonymisation est mal formée : 64 chiffres hexadécimaux attendus. "
            "Rien n'a été importé."
        )
    return Key(secret)


def _create(path: Path) -> Key:
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = secrets.token_bytes(KEY_BYTES)
    # Écrite entière à côté, puis mise en place : une coupure ne laisse jamais une clé tronquée,
    # et un autre import qui l'aurait créée entre-temps garde la sienne.
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(secret.hex())
    try:
        os.link(draft, path)
    except FileExistsError:
        return _parse(_read(path))
    finally:
        draft.unlink()
    return Key(
        secret,
        f"Clé de pseudonymisation créée dans {path} : sauvegardez-la à part du magasin. "
        "Sans elle, plus aucun import ne pourra reconnaître les personnes déjà connues.",
    )


def plain_name(text: str | None) -> str:
    """Rend un nom sans accents, casse, traits d'union ni apostrophes (« D’Angelo » : DANGELO)."""
    spread = (text or "").replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae")
    letters = unicodedata.normalize("NFKD", spread.replace("Æ", "AE")).upper()
    return "".join(letter for letter in letters if letter.isalpha())


def pseudonym(key: Key, *parts: str) -> str:
    """Rend le pseudonyme (32 chiffres hexadécimaux) d'une identité."""
    mark = _marker(key.secret).copy()
    mark.update("\x1f".join(parts).encode())
    return mark.hexdigest()[:PSEUDONYM_DIGITS]


@cache
def _marker(secret: bytes) -> hmac.HMAC:
    """Rend de quoi tirer un pseudonyme de la clé ; à copier, jamais à compléter."""
    return hmac.new(secret, digestmod=hashlib.sha256)


def person_pseudonym(key: Key, nom: str, prenom: str, born: date | None) -> str:
    """Rend le pseudonyme d'une identité entière, "" s'il en manque une part."""
    names = (plain_name(nom), plain_name(prenom))
    return pseudonym(key, *names, born.isoformat()) if born and all(names) else ""


def with_personne(frame: pl.DataFrame, key: Key) -> pl.DataFrame:
    """Ajoute « personne » à partir de nom, prenom, date_naissance (et structure, numéro)."""
    wanted = ["structure", "numero_participant", "nom", "prenom", "date_naissance"]
    people = frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None, pl.String)).alias(name)
        for name in wanted
    )
    plain = cache(plain_name)
    known: dict[tuple[str | None, ...], str] = {}
    found = [
        known[row] if row in known else known.setdefault(row, _person(key, plain, *row))
        for row in people.with_columns(pl.col("date_naissance").cast(pl.String)).rows()
    ]
    return frame.with_columns(pl.Series("personne", found, pl.String))


def _person(
    key: Key, plain: Callable[[str | None], str], structure: str | None, number: str | None,
    nom: str | None, prenom: str | None, born: str | None,
) -> str:  # fmt: skip
    names = (plain(nom), plain(prenom))
    if born and all(names):
        return pseudonym(key, *names, born)
    own = (structure or "", number or "", *names, born or "")
    return pseudonym(key, "propre à la structure", *own)


def with_facilitateur(frame: pl.DataFrame, key: Key) -> pl.DataFrame:
    """Remplace le nom du facilitateur par un pseudonyme ; sans effet si la colonne manque."""
    if "facilitateur" not in frame.columns:
        return frame
    names = frame["facilitateur"].unique().drop_nulls().to_list()
    known = {name: pseudonym(key, "facilitateur", plain_name(name)) for name in names}
    return frame.with_columns(pl.col("facilitateur").replace_strict(known, default=None))
