"""Une feuille de classeur : son passage XML, cellule par cellule, vers une grille brute."""

from dataclasses import dataclass, field
from datetime import datetime

from data.cells import moment_text, number_text, split_reference, unescape
from data.grid import COLONNES_MAX, Grille, check_size

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_NOMS = ("c", "v", "f", "t", "row", "rPh", "autoFilter", "mergeCell")
_C, _V, _F, _T, _ROW, _RPH, _FILTRE, _FUSION = (_MAIN + nom for nom in _NOMS)


@dataclass
class Classeur:
    """Ce que les cellules ne disent pas elles-mêmes : textes partagés, formats, époque."""

    textes: list[str] = field(default_factory=list)
    sortes: list[str] = field(default_factory=list)  # par style, voir `cells.format_kind`
    est_1904: bool = False
    est_a_recalculer: bool = False
    feuilles: list[tuple[str, str, str]] = field(default_factory=list)  # nom, état, relation


class Onglet:
    """Reçoit les événements XML d'une feuille ; `finish` rend sa grille."""

    def __init__(self, nom: str, classeur: Classeur) -> None:
        self.classeur = classeur
        self.grille = Grille(nom)
        self.ligne, self.colonne = 0, -1
        self.type, self.style = "n", 0
        self.morceaux: list[str] | None = None
        self.est_ouvert = self.est_phonetique = self.a_formule = False
        self.est_masquee = self.a_filtre = False
        self.lignes_masquees: set[int] = set()
        self.fusions: list[str] = []

    def start(self, nom: str, attributs: dict[str, str]) -> None:
        if nom == _C:
            self._open_cell(attributs)
        elif nom in (_V, _T):
            self.est_ouvert = not self.est_phonetique
            self.morceaux = self.morceaux if self.morceaux is not None else []
        elif nom == _F:
            self.a_formule = True
        elif nom == _ROW:
            self.ligne = int(attributs.get("r", self.ligne + 1))
            self.colonne = -1
            self.est_masquee = attributs.get("hidden") in {"1", "true"}
        elif nom == _RPH:
            self.est_phonetique = True
        elif nom == _FUSION:
            self.fusions.append(attributs["ref"])
        elif nom == _FILTRE:
            self.a_filtre = True

    def text(self, morceau: str) -> None:
        if self.est_ouvert and self.morceaux is not None:
            self.morceaux.append(morceau)

    def end(self, nom: str) -> None:
        if nom in (_V, _T):
            self.est_ouvert = False
        elif nom == _C:
            self._close_cell()
        elif nom == _RPH:
            self.est_phonetique = False

    def _open_cell(self, attributs: dict[str, str]) -> None:
        reference = attributs.get("r")
        if reference:
            self.ligne, self.colonne = split_reference(reference)
        else:
            self.colonne += 1
        self.type = attributs.get("t", "n")
        self.style = int(attributs.get("s", 0))
        self.morceaux, self.a_formule = None, False

    def _close_cell(self) -> None:
        brut = None if self.morceaux is None else "".join(self.morceaux)
        if self.a_formule and self._is_sans_valeur(brut):
            check_size(self.ligne, self.colonne + 1)
            self.grille.formules_sans_valeur.append((self.ligne, self.colonne))
            return
        valeur = self._value(brut) if brut else ""
        if not valeur or valeur.isspace():
            return
        # Mesuré ici, cellule remplie par cellule remplie : une simple mise en forme jusqu'en bas
        # de la feuille ne compte pas, et rien n'est réservé pour la plage annoncée.
        check_size(self.ligne, self.colonne + 1)
        if self.type == "e":
            self.grille.cellules_en_erreur.append((self.ligne, self.colonne))
        if self.est_masquee:
            self.lignes_masquees.add(self.ligne)
        self._place(valeur)

    def _is_sans_valeur(self, brut: str | None) -> bool:
        """Une formule jamais calculée : sans valeur, ou le « 0 » que des logiciels y mettent.

        Ceux-là demandent au tableur de tout recalculer à l'ouverture (fullCalcOnLoad) ; le texte
        vide d'une formule de texte, lui, est une vraie valeur.
        """
        if brut is None or (brut == "" and self.type != "str"):
            return True
        return self.classeur.est_a_recalculer and self.type == "n" and brut == "0"

    def _value(self, brut: str) -> str:
        match self.type:
            case "s":
                return self.classeur.textes[int(brut)]
            case "b":
                return "Oui" if brut in {"1", "true"} else "Non"
            case "d":
                return moment_text(datetime.fromisoformat(brut).replace(tzinfo=None))
            case "n":
                sortes = self.classeur.sortes
                sorte = sortes[self.style] if self.style < len(sortes) else ""
                return number_text(brut, sorte, self.classeur.est_1904)
            case "str" | "inlineStr":
                return unescape(brut)
        return brut

    def _place(self, valeur: str) -> None:
        cellules = self.grille.lignes.setdefault(self.ligne, [])
        if self.colonne < len(cellules):
            cellules[self.colonne] = valeur
            return
        cellules.extend([None] * (self.colonne - len(cellules)))
        cellules.append(valeur)

    def finish(self) -> Grille:
        """Rend la grille, lignes dans l'ordre, avec ses fusions et l'avis de lignes masquées."""
        grille = self.grille
        grille.lignes = dict(sorted(grille.lignes.items()))
        derniere = max(grille.lignes, default=0)
        for reference in self.fusions:
            (l1, c1), (l2, c2) = map(split_reference, reference.partition(":")[::2])
            if l1 <= derniere and c1 < COLONNES_MAX:
                grille.fusions.append((l1, c1, min(l2, derniere), min(c2, COLONNES_MAX - 1)))
        par_filtre = " par un filtre" if self.a_filtre else ""
        grille.warn(
            len(self.lignes_masquees),
            f"ligne masquée{par_filtre} a été lue comme les autres",
            f"lignes masquées{par_filtre} ont été lues comme les autres",
        )
        return grille
