"""Processus enfant qui ouvre les fichiers reçus : identifie, mesure, lit, et rend du JSON.

Lancé par `data.read.exports` (`python -m data.read.sandbox`) : sur l'entrée, une ligne JSON de
consignes puis les octets du fichier ; sur la sortie, des lignes de JSON. Bibliothèque standard
seule (et calamine pour un classeur étranger), pour partir vite et pour que rien d'autre ne touche
à un fichier inconnu. Aucune cellule ne va sur la sortie d'erreur.
"""

import json
import signal
import sys
from collections.abc import Iterator, Sequence
from pathlib import PurePath
from types import TracebackType

from data.read.archive import EXPORT, archive_kind, open_archive
from data.read.encoding import BOMS
from data.read.foreign import EXCEL, MACROS, MOT_DE_PASSE, read_foreign
from data.read.grid import FichierRefuse, Grid, check_accents, check_area
from data.read.plain import FIN, PlainText
from data.read.text import read_text
from data.read.web import read_web_tables
from data.read.workbook import plain_part, read_workbook

try:
    import resource
except ImportError:  # Windows n'a pas ce module : restent le délai et les limites de taille.
    resource = None  # type: ignore[assignment]

# Ce qui passe le tuyau finit dans le processus qui sert : vingt mégaoctets de texte au plus.
CARACTERES_MAX = 20_000_000
# Lignes envoyées à la fois.
MORCEAU = 10_000
CODE_MEMOIRE = 3
# La fin d'un enfant au bout de son temps de calcul ; Windows ne le compte pas.
TROP_LONG = -getattr(signal, "SIGXCPU", 0) or None
TROP_OCCUPEE = (
    "n'a pas été lu en {} minutes : la machine est trop occupée. Recommencez plus tard ; le "
    "fichier n'est pas en cause."
)

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MAGIES = (
    (b"%PDF", f"est un document PDF. {EXPORT}"),
    (b"\x89PNG", f"est une image. {EXPORT}"),
    (b"\xff\xd8\xff", f"est une image. {EXPORT}"),
    (b"GIF8", f"est une image. {EXPORT}"),
    (b"{\\rtf", f"est un document de texte (RTF). {EXPORT}"),
    (b"\x1f\x8b", "est compressé. Décompressez-le, puis choisissez le fichier qu'il contient."),
    (b"7z\xbc\xaf", "est compressé. Décompressez-le, puis choisissez le fichier qu'il contient."),
    (b"Rar!", "est compressé. Décompressez-le, puis choisissez le fichier qu'il contient."),
    (b"PAR1", f"est au format Parquet. {EXPORT}"),
    (b"MIME-Version:", f"est une page web archivée (MHTML). {EXCEL}"),
    (b"ID;P", f"est au format SYLK. {EXCEL}"),
    (b"SQLite format 3", f"est une base de données. {EXPORT}"),
)
PAGES = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<table", b"<style", b"<body")
BALISES = (*PAGES, b"<!doctype", b"<?xml")
# Sorte de classeur -> (comment il se nomme, l'extension qui la dit).
CLASSEURS = {
    "xlsx": ("Excel", ".xlsx"),
    "xlsm": ("Excel à macros", ".xlsm"),
    "xlsb": ("Excel binaire", ".xlsb"),
    "xls": ("Excel ancien", ".xls"),
    "ods": ("OpenDocument", ".ods"),
}
TEXTES = (".csv", ".txt", ".tsv")


def identify(name: str, content: bytes) -> str:
    """Rend « texte », « web » ou une sorte de CLASSEURS quand contenu et extension s'accordent.

    Un « .xls » peut n'être qu'un texte ou une page web : de vieux logiciels l'écrivent ainsi. Lève
    FichierRefuse dans tous les autres cas : c'est le contenu qui décide du motif.
    """
    extension = PurePath(name).suffix.lower()
    head = content[:512].removeprefix(next((b for b, _ in BOMS if content.startswith(b)), b""))
    if not content.strip():
        raise FichierRefuse("est vide. Recommencez l'export depuis le logiciel d'origine.")
    for magic, reason in MAGIES:
        if content.startswith(magic):
            raise FichierRefuse(reason)
    if content.startswith((OLE, *ZIP)):
        return _identify_workbook(content, extension)
    if extension == ".xls" and head.lstrip().lower().startswith(PAGES):
        return "web"
    if head.lstrip().lower().startswith(BALISES):
        raise FichierRefuse(_of_tags(head.lstrip().lower(), extension))
    if extension in (*TEXTES, ".xls"):
        return "texte"
    if extension in [name for _, name in CLASSEURS.values()]:
        raise FichierRefuse(f"n'est pas un classeur, malgré son nom. {EXCEL}")
    raise FichierRefuse(
        f"n'a pas un nom finissant par .csv, .txt, .xlsx, .xls, .xlsb ou .ods. {EXPORT}"
    )


def _of_tags(head: bytes, extension: str) -> str:
    """Rend le refus d'un texte à balises : une page web (souvent une erreur), ou du XML."""
    if head.startswith(b"<?xml") and not any(page in head for page in PAGES):
        named = "" if extension == ".xml" else ", malgré son nom"
        return (
            f"est un document XML{named}. Prenez l'export CSV ou Excel du même logiciel ; pour "
            "des DECP, le JSON, le CSV ou le Parquet."
        )
    named = "" if extension in (".html", ".htm") else ", malgré son nom"
    return (
        f"est une page web{named} : si elle dit une erreur ou demande de se connecter, recommencez "
        "le téléchargement ; si elle montre vos lignes, ouvrez-la dans un tableur et "
        "enregistrez-la au format Excel (.xlsx)."
    )


def _identify_workbook(content: bytes, extension: str) -> str:
    kind = "xls" if content.startswith(OLE) else archive_kind(content)
    if kind == "xls":
        _check_ole(content)
    if kind == "xlsx" and extension == ".xlsm":
        kind = _xlsm(content)
    name, expected = CLASSEURS[kind]
    if extension != expected:
        raise FichierRefuse(
            f"est un classeur {name}, malgré son nom. Renommez-le pour qu'il finisse par "
            f"{expected}."
        )
    return kind


def _xlsm(content: bytes) -> str:
    """Un classeur « à macros » peut n'en contenir aucune : il se lit alors comme un autre."""
    with open_archive(content, "xlsm") as archive:
        names = {plain_part(name): name for name in archive.namelist()}
        types = archive.read(names["[content_types].xml"])
    if b"macroEnabled" not in types:
        raise FichierRefuse(
            "n'est pas un classeur à macros, malgré son nom. Renommez-le pour qu'il finisse par "
            ".xlsx."
        )
    return "xlsm"


def _check_ole(content: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise FichierRefuse(MOT_DE_PASSE)
    if "_VBA_PROJECT".encode("utf-16-le") in content:
        raise FichierRefuse(MACROS)


def read_content(name: str, content: bytes, vocabulary: frozenset[str]) -> list[Grid | PlainText]:
    """Identifie et lit un fichier. Lève FichierRefuse (phrase sans le nom du fichier)."""
    kind = identify(name, content)
    if kind == "texte":
        grids = [read_text(content, vocabulary)]
    elif kind == "web":
        grids = read_web_tables(content)
    elif kind == "xls":
        grids = read_foreign(content)
    elif kind in ("xlsb", "ods"):
        open_archive(content, kind).close()
        grids = read_foreign(content)
    else:
        grids = read_workbook(open_archive(content, kind))
    if not any(grid.numbers for grid in grids):
        raise FichierRefuse("est vide. Recommencez l'export depuis le logiciel d'origine.")
    check_area(sum(len(grid.numbers) * grid.width for grid in grids))
    if _is_too_long(grids):
        raise FichierRefuse("contient trop de texte. Découpez-le en plusieurs fichiers.")
    for grid in grids:
        check_accents(grid)
    return grids


def _is_too_long(grids: Sequence[Grid | PlainText]) -> bool:
    # Séparateurs compris d'abord : compter chaque cellule ne sert qu'aux plus gros.
    if sum(len(grid.joined()) for grid in grids) <= CARACTERES_MAX:
        return False
    return sum(len(text) for grid in grids for text in grid.texts()) > CARACTERES_MAX


def to_lines(grids: Sequence[Grid | PlainText]) -> Iterator[bytes]:
    """Rend des lignes : en JSON, ce que sont les grilles, puis le contenu de chacune par morceaux.

    Un texte ordinaire part comme il est écrit, ses lignes bout à bout ; sinon chaque colonne part
    en JSON. Le parent ne tient ainsi qu'un morceau à la fois hors de ses tableaux.
    """
    yield _line({"sheets": [_told(one) for one in grids]})
    for grid in grids:
        if isinstance(grid, PlainText):
            for start in range(0, len(grid.lines), MORCEAU):
                yield FIN.join((*grid.lines[start : start + MORCEAU], "\n")).encode()
            continue
        rows = list(grid.rows.values())
        for i in range(grid.width):
            for start in range(0, len(rows), MORCEAU):
                part = rows[start : start + MORCEAU]
                yield _line([row[i] if i < len(row) else None for row in part])


def _told(one: Grid | PlainText) -> dict[str, object]:
    """Rend ce qu'est une grille, sans ses cellules ; « rows » en compte et numérote les lignes."""
    left = ("rows", "lines", "numbers")
    told = {name: value for name, value in vars(one).items() if name not in left}
    return {**told, "rows": one.numbers}


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def limit_memory(memory_mb: int, delay_s: int) -> None:
    """Borne la mémoire, le temps de calcul et interdit d'écrire tout fichier."""
    if resource is None:
        return
    # RLIMIT_DATA et non RLIMIT_AS : les réservations d'adresses ne sont pas de la mémoire.
    limits = (
        (resource.RLIMIT_DATA, memory_mb * 1024**2),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for limit, value in limits:
        resource.setrlimit(limit, (value, value))
    # Au premier seuil, un signal que le parent reconnaît ; au second, la fin.
    resource.setrlimit(resource.RLIMIT_CPU, (delay_s, delay_s + 1))


def report_crash(kind: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Écrit où le programme s'est arrêté, jamais le message : il peut citer une cellule."""
    while trace:
        code = trace.tb_frame.f_code
        print(
            f"{PurePath(code.co_filename).name}:{trace.tb_lineno} {code.co_name}", file=sys.stderr
        )
        trace = trace.tb_next
    print(kind.__name__, file=sys.stderr)


def main() -> None:
    """Lit les consignes et le fichier sur l'entrée, écrit le résultat ou le refus sur la sortie."""
    sys.excepthook = report_crash
    answer(json.loads(sys.stdin.buffer.readline()))


def answer(orders: dict) -> None:
    """Lit le reste de l'entrée selon ces consignes, et répond."""
    limit_memory(orders["memory_mb"], orders["delay_s"])
    # Les paquets installés ne servent qu'aux classeurs étrangers (calamine) : à la fin du chemin.
    sys.path += orders.get("packages", [])
    try:
        content = sys.stdin.buffer.read()
        grids = read_content(orders["name"], content, frozenset(orders["vocabulary"]))
        sys.stdout.buffer.writelines(to_lines(grids))
    except FichierRefuse as refusal:
        sys.stdout.buffer.write(_line({"refusal": str(refusal)}))
    except MemoryError:
        sys.exit(CODE_MEMOIRE)


if __name__ == "__main__":
    main()
