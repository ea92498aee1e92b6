"""L'encodage d'un texte reçu : marque d'ordre, UTF-16, UTF-8, puis cp1252.

Un octet étranger dans un fichier UTF-8 ne fait pas relire tout le fichier autrement : sa ligne est
dite. Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

import codecs
import re
from dataclasses import dataclass

from data.read.grid import FichierRefuse, line_spans

BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Un caractère accentué en UTF-8 : deux, trois ou quatre octets.
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
# Ce que chaque octet peut être d'un tel caractère : son début, sa suite, ou rien.
_ROLES = bytes(
    ord("d") if 0xC2 <= byte <= 0xF4 else ord("s") if 0x80 <= byte <= 0xBF else ord(".")
    for byte in range(256)
)
_CONTROLS = bytes((*range(9), *range(0x0E, 0x20)))
# Au-delà d'un octet étranger pour autant d'accents sains, l'encodage du fichier est douteux.
HEALTHY_PER_STRAY = 3


@dataclass(frozen=True)
class Decoded:
    """Un texte, et les lignes du fichier où un octet étranger à l'UTF-8 a été lu en cp1252."""

    text: str
    stray_lines: tuple[int, ...] = ()

    @property
    def warning(self) -> str:
        """La phrase qui dit ces lignes ; "" s'il n'y en a pas."""
        if not self.stray_lines:
            return ""
        return (
            f"Des caractères sont mal encodés ({line_spans(self.stray_lines)} du fichier) : lus "
            "comme des accents Windows, vérifiez ces lignes."
        )


def decode(content: bytes) -> Decoded:
    """Décode des octets. Lève FichierRefuse : encodage inconnu ou mêlé, ou pas du texte."""
    bom, codec = next((pair for pair in BOMS if content.startswith(pair[0])), (b"", ""))
    body = content[len(bom) :]
    if codec in ("", "utf-8"):
        stray = _stray_bytes(body) if not _utf16_without_bom(body) else None
        if stray is not None:
            return stray
    tries = (codec,) if codec else (*_utf16_without_bom(body), "utf-8", "cp1252")
    for one in tries:
        try:
            text = body.decode(one)
        except UnicodeDecodeError:
            continue
        return Decoded(_check_readable(text.lstrip("\ufeff")))
    raise FichierRefuse(
        "est dans un encodage inconnu, ou tronqué. Réexportez-le depuis le logiciel d'origine en "
        "choisissant l'encodage UTF-8."
    )


def _stray_bytes(body: bytes) -> Decoded | None:
    """Rend un texte UTF-8 dont quelques octets sont étrangers ; None s'il n'en a pas.

    Sans aucun caractère UTF-8, ou s'ils sont l'exception, le fichier est d'un autre encodage.
    """
    if _is_whole(body):
        return None
    high = len(body.translate(None, bytes(range(128))))
    healthy = [len(one) for one in _MULTIBYTE.findall(body)]
    stray = high - sum(healthy)
    if not healthy or stray <= 0 or len(healthy) * HEALTHY_PER_STRAY < stray:
        return None
    pieces, places, start = [], [], 0
    for found in _MULTIBYTE.finditer(body):
        pieces += [
            _in_cp1252(body, start, found.start(), places),
            found[0].decode("utf-8", "replace"),
        ]
        start = found.end()
    pieces.append(_in_cp1252(body, start, len(body), places))
    lines = tuple(sorted({body.count(b"\n", 0, place) + 1 for place in places[:1000]}))
    if len(healthy) < stray * HEALTHY_PER_STRAY:
        raise FichierRefuse(
            f"mêle deux encodages, UTF-8 et Windows ({line_spans(lines)}) : ses noms accentués "
            "seraient faux. Réexportez-le en choisissant l'encodage UTF-8."
        )
    return Decoded(_check_readable("".join(pieces).lstrip("\ufeff")), lines)


def _is_whole(body: bytes) -> bool:
    """Dit si un texte est tout en UTF-8, ou n'en a aucun caractère : le plus souvent, et d'un coup
    d'œil.
    """
    if body.isascii() or b"ds" not in body.translate(_ROLES):
        return True
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _in_cp1252(body: bytes, start: int, end: int, places: list[int]) -> str:
    piece = body[start:end]
    if piece.isascii():
        return piece.decode("ascii")
    places += [start + rank for rank, byte in enumerate(piece) if byte >= 0x80]
    return piece.decode("cp1252", "replace")


def _utf16_without_bom(content: bytes) -> tuple[str, ...]:
    """Un texte français en UTF-16 a un octet nul sur deux, toujours du même côté."""
    start = content[:4096]
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > half * 0.8 and even < half * 0.1:
        return ("utf-16-le",)
    if even > half * 0.8 and odd < half * 0.1:
        return ("utf-16-be",)
    return ()


def _check_readable(text: str) -> str:
    """Quelques octets nuls sont une avarie ; un centième de caractères de contrôle, un binaire."""
    raw = text.encode()
    if (len(raw) - len(raw.translate(None, _CONTROLS))) * 100 > len(text):
        raise FichierRefuse(
            "n'est pas un fichier de texte, malgré son nom. Réexportez-le au format CSV ou Excel "
            "(.xlsx) depuis le logiciel d'origine."
        )
    return text
