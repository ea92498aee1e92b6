"""Classeurs xlsx : chaque feuille est mesurée, vérifiée et lue en un seul passage XML.

Un seul lecteur, pour que ce qui est lu soit exactement ce qui a été vérifié. Ce module tourne
dans le processus enfant : il n'importe que la bibliothèque standard.
Source : ECMA-376, SpreadsheetML (§18.2 classeur, §18.3 feuilles, §18.4 textes partagés).
"""

import posixpath
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from data.cells import format_kind, unescape
from data.grid import FichierRefuse, Grille
from data.sheet import Classeur, Onglet

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REL_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_REL = "http://schemas.openxmlformats.org/package/2006/relationships Relationship"
_STRICT = "http://purl.oclc.org/ooxml/"
_T, _RPH, _SI, _XF, _XFS = (_MAIN + nom for nom in ("t", "rPh", "si", "xf", "cellXfs"))
_VRAI = {"1", "true"}
ABIME = "est abîmé. Ouvrez-le dans un tableur et réenregistrez-le au format Excel (.xlsx)."

Start = Callable[[str, dict[str, str]], None]


def read_workbook(archive: zipfile.ZipFile) -> list[Grille]:
    """Lit les onglets visibles et remplis d'une archive déjà contrôlée (`sandbox.open_archive`).

    Lève FichierRefuse (trop de lignes ou de colonnes, DOCTYPE, format strict, fichier abîmé) ;
    une valeur impossible (nombre illisible, texte partagé absent) lève ValueError, IndexError.
    """
    classeur = _read_properties(archive)
    cibles = _relations(archive)
    feuilles = [(nom, etat, cibles[r]) for nom, etat, r in classeur.feuilles if r in cibles]
    visibles = [(nom, cible) for nom, etat, cible in feuilles if etat == "visible"]
    grilles = [_read_sheet(archive, cible, Onglet(nom, classeur)) for nom, cible in visibles]
    grilles = [grille for grille in grilles if grille.lignes or grille.formules_sans_valeur]
    masques = len(feuilles) - len(visibles)
    if masques and not grilles:
        raise FichierRefuse(
            "n'a rien à lire dans ses onglets visibles. Affichez l'onglet masqué qui contient les "
            "données, puis réenregistrez-le."
        )
    for grille in grilles:
        grille.warn(masques, "onglet masqué n'a pas été lu", "onglets masqués n'ont pas été lus")
    return grilles


def _read_sheet(archive: zipfile.ZipFile, membre: str, onglet: Onglet) -> Grille:
    _parse(archive, membre, onglet.start, end=onglet.end, text=onglet.text)
    return onglet.finish()


def _parse(archive: zipfile.ZipFile, membre: str, start: Start, **autres: Callable) -> None:
    """Passe un membre de l'archive en flux ; seul endroit où du XML reçu est interprété."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = autres.get("end")
    parser.CharacterDataHandler = autres.get("text")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartNamespaceDeclHandler = _refuse_strict
    try:
        with archive.open(membre) as flux:
            parser.ParseFile(flux)
    except expat.ExpatError as erreur:
        if erreur.code == expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]:
            raise MemoryError from erreur
        raise FichierRefuse(ABIME) from erreur


def _refuse_doctype(*_: object) -> None:
    raise FichierRefuse(
        "contient une déclaration DOCTYPE, qu'aucun tableur n'écrit. Ouvrez-le dans un tableur "
        "et réenregistrez-le au format Excel (.xlsx)."
    )


def _refuse_strict(_: str | None, uri: str | None) -> None:
    if uri and uri.startswith(_STRICT):
        raise FichierRefuse(
            "est enregistré au format « Strict Open XML ». Réenregistrez-le en choisissant "
            "« Classeur Excel (.xlsx) »."
        )


def _relations(archive: zipfile.ZipFile) -> dict[str, str]:
    """Identifiant de relation -> chemin de la feuille dans l'archive (graphiques exclus)."""
    cibles: dict[str, str] = {}

    def start(nom: str, attributs: dict[str, str]) -> None:
        if nom == _REL and attributs.get("Type", "").endswith("/worksheet"):
            cible = posixpath.normpath(posixpath.join("/xl", attributs["Target"])).lstrip("/")
            if cible not in archive.namelist():
                raise FichierRefuse(ABIME)
            cibles[attributs["Id"]] = cible

    _parse(archive, "xl/_rels/workbook.xml.rels", start)
    return cibles


def _read_properties(archive: zipfile.ZipFile) -> Classeur:
    classeur = Classeur()

    def start(nom: str, attributs: dict[str, str]) -> None:
        if nom == _MAIN + "sheet":
            etat = attributs.get("state", "visible")
            classeur.feuilles.append((attributs["name"], etat, attributs.get(_REL_ID, "")))
        elif nom == _MAIN + "workbookPr":
            classeur.est_1904 = attributs.get("date1904") in _VRAI
        elif nom == _MAIN + "calcPr":
            classeur.est_a_recalculer = attributs.get("fullCalcOnLoad") in _VRAI

    _parse(archive, "xl/workbook.xml", start)
    membres = set(archive.namelist())
    if "xl/styles.xml" in membres:
        classeur.sortes = _read_styles(archive)
    if "xl/sharedStrings.xml" in membres:
        classeur.textes = _Textes().read(archive)
    return classeur


def _read_styles(archive: zipfile.ZipFile) -> list[str]:
    """Sorte de valeur (`cells.format_kind`) de chaque style de cellule, dans l'ordre."""
    codes: dict[int, str] = {}
    styles: list[int] = []
    ouverts: list[str] = []

    def start(nom: str, attributs: dict[str, str]) -> None:
        if nom == _MAIN + "numFmt":
            # Les formats des styles conditionnels (dxf) ont leurs propres numéros.
            codes.setdefault(int(attributs["numFmtId"]), attributs["formatCode"])
        elif nom == _XFS:
            ouverts.append(nom)
        elif nom == _XF and ouverts:
            styles.append(int(attributs.get("numFmtId", 0)))

    def end(nom: str) -> None:
        if nom == _XFS:
            ouverts.clear()

    _parse(archive, "xl/styles.xml", start, end=end)
    return [format_kind(numero, codes.get(numero)) for numero in styles]


class _Textes:
    """Textes partagés, dans l'ordre ; la phonétique (rPh) n'est pas du texte."""

    def __init__(self) -> None:
        self.textes: list[str] = []
        self.morceaux: list[str] = []
        self.est_ouvert = self.est_phonetique = False

    def read(self, archive: zipfile.ZipFile) -> list[str]:
        _parse(archive, "xl/sharedStrings.xml", self.start, end=self.end, text=self.text)
        return self.textes

    def start(self, nom: str, _: dict[str, str]) -> None:
        if nom == _T:
            self.est_ouvert = not self.est_phonetique
        elif nom == _SI:
            self.morceaux = []
        elif nom == _RPH:
            self.est_phonetique = True

    def text(self, morceau: str) -> None:
        if self.est_ouvert:
            self.morceaux.append(morceau)

    def end(self, nom: str) -> None:
        if nom == _T:
            self.est_ouvert = False
        elif nom == _SI:
            self.textes.append(unescape("".join(self.morceaux)))
        elif nom == _RPH:
            self.est_phonetique = False
