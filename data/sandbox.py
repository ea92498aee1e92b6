"""Processus enfant qui ouvre les fichiers reçus : identifie, mesure, lit, et rend du JSON.

Lancé par `data.read` (`python -m data.sandbox`) : sur l'entrée, une ligne JSON de consignes puis
les octets du fichier ; sur la sortie, un JSON. Bibliothèque standard seule, pour partir vite et
pour que rien d'autre ne touche à un fichier inconnu. Aucune cellule ne va sur la sortie d'erreur.
"""

import io
import json
import sys
import zipfile
import zlib
from pathlib import PurePath
from types import TracebackType

from data.grid import FichierRefuse, Grille, check_accents, nombre
from data.text import BOMS, read_text
from data.workbook import ABIME, read_workbook

try:
    import resource
except ImportError:  # Windows n'a pas ce module : restent le délai et les limites de taille.
    resource = None  # type: ignore[assignment]

MEMBRES_MAX = 200
DECOMPRESSE_MAX = 200 * 1024 * 1024
RATIO_MAX = 100
COMPRESSIONS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
CARACTERES_MAX = 100_000_000
CODE_MEMOIRE = 3
MORCEAU = 1024 * 1024

EXCEL = "Ouvrez-le dans un tableur et enregistrez-le au format Excel (.xlsx)."
EXPORT = "Choisissez l'export CSV ou Excel (.xlsx) du logiciel d'origine."
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
    (b"SQLite format 3", f"est une base de données. {EXPORT}"),
)
BALISES = (b"<!doctype", b"<html", b"<head", b"<meta", b"<table", b"<?xml")
MACROS = "contient des macros. Enregistrez-le au format « Classeur Excel (.xlsx) », sans macros."
EXTENSIONS = {
    ".xls": f"est au format Excel ancien (.xls). {EXCEL}",
    ".xlsm": f"est au format Excel à macros (.xlsm). {EXCEL}",
    ".xlsb": f"est au format Excel binaire (.xlsb). {EXCEL}",
    ".ods": f"est au format OpenDocument (.ods). {EXCEL}",
}


def identify(name: str, content: bytes) -> str:
    """Rend « texte » ou « classeur » quand le contenu et l'extension s'accordent.

    Lève FichierRefuse dans tous les autres cas : c'est le contenu qui décide du motif.
    """
    extension = PurePath(name).suffix.lower()
    debut = content[:512].removeprefix(next((b for b, _ in BOMS if content.startswith(b)), b""))
    if not content.strip():
        raise FichierRefuse("est vide. Recommencez l'export depuis le logiciel d'origine.")
    if content.startswith(OLE):
        raise FichierRefuse(_ole_reason(content))
    for magie, motif in MAGIES:
        if content.startswith(magie):
            raise FichierRefuse(motif)
    if debut.lstrip().lower().startswith(BALISES):
        raise FichierRefuse(f"est une page web ou un document XML, malgré son nom. {EXCEL}")
    est_zip = content.startswith(ZIP)
    attendu = {".csv": False, ".txt": False, ".tsv": False, ".xlsx": True}.get(extension)
    if attendu is est_zip:
        return "classeur" if est_zip else "texte"
    if est_zip:
        open_archive(content)
        motif = "est un classeur Excel, malgré son nom. Renommez-le pour qu'il finisse par .xlsx."
        raise FichierRefuse(EXTENSIONS.get(extension, motif))
    if attendu:
        raise FichierRefuse(f"n'est pas un classeur Excel, malgré son nom. {EXCEL}")
    raise FichierRefuse(
        EXTENSIONS.get(extension, "n'a pas un nom finissant par .csv, .txt ou .xlsx. " + EXPORT)
    )


def _ole_reason(content: bytes) -> str:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return (
            "est protégé par un mot de passe. Ouvrez-le dans un tableur, retirez le mot de passe "
            "et réenregistrez-le."
        )
    return EXTENSIONS[".xls"]


def open_archive(content: bytes) -> zipfile.ZipFile:
    """Ouvre un classeur xlsx après l'avoir décompressé une fois pour le mesurer.

    Lève FichierRefuse : bombe, noms dangereux, chiffrement, autre format, macros, liens externes.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check_kind(archive)
        _check_members(archive, len(content))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as erreur:
        raise FichierRefuse(ABIME) from erreur
    return archive


def _check_kind(archive: zipfile.ZipFile) -> None:
    """Dit ce qu'est une archive zip d'après ses noms, et refuse ce qui n'est pas un xlsx simple."""
    noms = archive.namelist()
    if len(noms) > MEMBRES_MAX:
        raise FichierRefuse(f"contient plus de {MEMBRES_MAX} éléments internes. {EXCEL}")
    if any(membre.flag_bits & 0x1 for membre in archive.infolist()):
        raise FichierRefuse("est chiffré. Retirez le mot de passe et réenregistrez-le.")
    if any(membre.compress_type not in COMPRESSIONS for membre in archive.infolist()):
        raise FichierRefuse(ABIME)
    if any(_is_dangerous(nom) for nom in noms) or len(set(noms)) < len(noms):
        raise FichierRefuse(f"contient des noms internes interdits. {EXCEL}")
    if any(nom.lower().endswith("vbaproject.bin") for nom in noms):
        raise FichierRefuse(MACROS)
    if any(nom.lower().startswith("xl/externallinks/") for nom in noms):
        raise FichierRefuse(
            "contient des liens vers d'autres classeurs. Dans Excel : Données, Modifier les "
            "liaisons, Rompre la liaison ; puis réenregistrez-le."
        )
    if "xl/workbook.bin" in noms:
        raise FichierRefuse(EXTENSIONS[".xlsb"])
    if "content.xml" in noms and "mimetype" in noms:
        raise FichierRefuse(EXTENSIONS[".ods"])
    if "[Content_Types].xml" not in noms:
        raise FichierRefuse("est une archive zip. Décompressez-la, puis choisissez son contenu.")
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= set(noms):
        raise FichierRefuse(f"est un document Office, mais pas un classeur Excel. {EXPORT}")


def _is_dangerous(nom: str) -> bool:
    return nom.startswith(("/", "\\")) or ":" in nom or ".." in nom.replace("\\", "/").split("/")


def _check_members(archive: zipfile.ZipFile, taille: int) -> None:
    """Décompresse tout, sans rien garder : les tailles annoncées peuvent mentir."""
    total = 0
    for membre in archive.infolist():
        fin = b""
        with archive.open(membre) as flux:
            while morceau := flux.read(MORCEAU):
                total += len(morceau)
                _check_total(total, taille)
                _check_xml(membre.filename, fin + morceau)
                fin = morceau[-16:]


def _check_xml(nom: str, morceau: bytes) -> None:
    if nom == "[Content_Types].xml" and b"macroEnabled" in morceau:
        raise FichierRefuse(MACROS)
    if nom.endswith((".xml", ".rels")) and b"<!DOCTYPE" in morceau:
        raise FichierRefuse(f"contient une déclaration DOCTYPE, interdite. {EXCEL}")


def _check_total(total: int, taille: int) -> None:
    if total > DECOMPRESSE_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(DECOMPRESSE_MAX // 1024**2)} Mo une fois décompressé. Gardez les "
            "seules feuilles utiles, ou découpez-le en plusieurs fichiers."
        )
    if total > taille * RATIO_MAX:
        raise FichierRefuse(f"est anormalement compressé (plus de {RATIO_MAX} fois). {EXCEL}")


def read_content(name: str, content: bytes, vocabulaire: frozenset[str]) -> list[Grille]:
    """Identifie et lit un fichier. Lève FichierRefuse (phrase sans le nom du fichier)."""
    if identify(name, content) == "texte":
        grilles = [read_text(content, vocabulaire)]
    else:
        grilles = read_workbook(open_archive(content))
    if not any(grille.lignes for grille in grilles):
        raise FichierRefuse("est vide. Recommencez l'export depuis le logiciel d'origine.")
    if sum(len(texte) for grille in grilles for texte in grille.texts()) > CARACTERES_MAX:
        raise FichierRefuse("contient trop de texte. Découpez-le en plusieurs fichiers.")
    for grille in grilles:
        check_accents(grille)
    return grilles


def to_json(grille: Grille) -> dict[str, object]:
    """Met une grille en colonnes, forme que `data.read` attend."""
    largeur = max(map(len, grille.lignes.values()), default=0)
    lignes = grille.lignes.values()
    colonnes = [[ligne[i] if i < len(ligne) else None for ligne in lignes] for i in range(largeur)]
    return {**vars(grille), "lignes": list(grille.lignes), "colonnes": colonnes}


def limit_memory(memoire_mo: int, delai_s: int) -> None:
    """Borne la mémoire, le temps de calcul et interdit d'écrire tout fichier."""
    if resource is None:
        return
    # RLIMIT_DATA et non RLIMIT_AS : les réservations d'adresses ne sont pas de la mémoire.
    limites = (
        (resource.RLIMIT_DATA, memoire_mo * 1024**2),
        (resource.RLIMIT_CPU, int(delai_s) + 1),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for limite, valeur in limites:
        resource.setrlimit(limite, (valeur, valeur))


def report_crash(sorte: type[BaseException], _: BaseException, trace: TracebackType | None) -> None:
    """Écrit où le programme s'est arrêté, jamais le message : il peut citer une cellule."""
    while trace:
        code = trace.tb_frame.f_code
        print(
            f"{PurePath(code.co_filename).name}:{trace.tb_lineno} {code.co_name}", file=sys.stderr
        )
        trace = trace.tb_next
    print(sorte.__name__, file=sys.stderr)


def main() -> None:
    """Lit les consignes et le fichier sur l'entrée, écrit le résultat ou le refus sur la sortie."""
    sys.excepthook = report_crash
    consignes = json.loads(sys.stdin.buffer.readline())
    limit_memory(consignes["memoire_mo"], consignes["delai_s"])
    try:
        content = sys.stdin.buffer.read()
        grilles = read_content(consignes["nom"], content, frozenset(consignes["vocabulaire"]))
        resultat = json.dumps({"feuilles": [to_json(grille) for grille in grilles]})
    except FichierRefuse as refus:
        resultat = json.dumps({"refus": str(refus)})
    except MemoryError:
        sys.exit(CODE_MEMOIRE)
    sys.stdout.buffer.write(resultat.encode())


if __name__ == "__main__":
    main()
