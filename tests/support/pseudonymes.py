"""Le pseudonyme attendu d'un numéro, recalculé à part : le numéro normalisé, scellé sous la clé."""

from __future__ import annotations

import hashlib
import hmac
import re
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from data.people import key_path


def numero(texte: str, colonne: str = "numero_participant", cle: Path | None = None) -> str:
    """Le pseudonyme d'un numéro, sous la clé en place."""
    secret = bytes.fromhex((cle or key_path()).read_text("ascii").strip())
    plain = re.sub(r"\s+", " ", texte.strip()).lower()
    if plain.isdigit():
        plain = plain.lstrip("0") or "0"
    sealing = hmac.new(secret, "sceau des numéros".encode(), hashlib.sha512).digest()
    return "s" + AESSIV(sealing).encrypt(f"{plain:<16}".encode(), [colonne.encode()]).hex()


def perdu(texte: str, colonne: str = "numero_participant") -> str:
    """Le pseudonyme à sens unique de ce qui n'a pas la forme d'un numéro, déjà normalisé."""
    secret = bytes.fromhex(key_path().read_text("ascii").strip())
    message = f"{colonne}\x1f{texte}".encode()
    return "n" + hmac.new(secret, message, hashlib.sha256).hexdigest()[:32]


def contrat(texte: str) -> str:
    return numero(texte, "numero_contrat")
