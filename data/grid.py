"""Grille brute que rendent tous les lecteurs, ses bornes et ses contrôles ; et le refus lisible.

Ce module tourne dans le processus enfant : il n'importe que la bibliothèque standard.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

LIGNES_MAX = 50_000
COLONNES_MAX = 200
# Codes d'erreur des tableurs, en français et en anglais : un CSV n'en garde que le texte.
ERREURS = {"#REF!", "#N/A", "#DIV/0!", "#NULL!", "#NUL!"}
ERREURS |= {"#VALEUR!", "#VALUE!", "#NOM?", "#NAME?", "#NOMBRE!", "#NUM!"}

# Ce que deviennent, lus en cp1252, les octets de suite d'un caractère UTF-8.
_SUITES = re.escape(bytes(range(0x80, 0xC0)).decode("cp1252", errors="ignore")) + "\x80-\x9f"
_ACCENT_ABIME = re.compile(f"[ÃÂÅ][{_SUITES}]|â€|\ufffd|(?<=[a-z])[‚ŠˆŽ‡](?=[a-z\\W])")
_ACCENT_SAIN = re.compile("[àâäçéèêëîïôöùûüÿœÀÂÇÉÈÊËÎÏÔÙÛŒ’]")


class FichierRefuse(Exception):
    """Refus lisible.

    Levée par `data.read`, `str(e)` est la phrase complète à montrer ; dans le processus enfant,
    c'est sa fin, à partir du verbe (« est vide… »), que `data.read` fait précéder du nom.
    """


def nombre(valeur: int) -> str:
    """Écrit un entier à la française (espace fine insécable entre les milliers)."""
    return f"{valeur:,}".replace(",", "\u202f")


@dataclass
class Grille:
    """Cellules lues, par numéro de ligne ; une cellule vide ou faite d'espaces vaut None."""

    nom: str = ""
    lignes: dict[int, list[str | None]] = field(default_factory=dict)
    avertissements: list[str] = field(default_factory=list)
    formules_sans_valeur: list[tuple[int, int]] = field(default_factory=list)
    cellules_en_erreur: list[tuple[int, int]] = field(default_factory=list)
    lignes_abimees: list[int] = field(default_factory=list)
    fusions: list[tuple[int, int, int, int]] = field(default_factory=list)

    def add_row(self, ligne: int, valeurs: Iterable[str]) -> None:
        """Ajoute une ligne de texte, sans ses cellules vides de fin ; rien si elle est vide."""
        cellules: list[str | None] = [v if v and not v.isspace() else None for v in valeurs]
        while cellules and cellules[-1] is None:
            cellules.pop()
        if not cellules:
            return
        self.lignes[ligne] = cellules
        erreurs = [(ligne, index) for index, valeur in enumerate(cellules) if valeur in ERREURS]
        self.cellules_en_erreur.extend(erreurs)
        check_size(len(self.lignes), len(cellules))

    def warn(self, compte: int, singulier: str, pluriel: str) -> None:
        """Ajoute un avertissement compté, s'il y a quelque chose à compter."""
        if compte:
            accord = singulier if compte == 1 else pluriel
            self.avertissements.append(f"{nombre(compte)} {accord}.")

    def texts(self) -> Iterator[str]:
        """Toutes les cellules remplies, ligne après ligne."""
        return (valeur for ligne in self.lignes.values() for valeur in ligne if valeur)


def check_size(lignes: int, colonnes: int) -> None:
    """Refuse au-delà de LIGNES_MAX lignes ou de COLONNES_MAX colonnes (bornes comprises)."""
    if lignes > LIGNES_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(LIGNES_MAX)} lignes. Supprimez les lignes inutiles (parfois une "
            "cellule oubliée tout en bas de la feuille) ou découpez-le en plusieurs fichiers."
        )
    if colonnes > COLONNES_MAX:
        raise FichierRefuse(
            f"dépasse {nombre(COLONNES_MAX)} colonnes. Supprimez les colonnes inutiles (parfois "
            "une cellule oubliée tout à droite de la feuille), puis réenregistrez-le."
        )


def check_accents(grille: Grille) -> None:
    """Refuse un fichier aux accents abîmés ; avertit si seules quelques cellules le sont.

    La limite est d'un accent abîmé pour dix accents sains : au-delà, les noms de personnes
    seraient faux et une même personne serait comptée deux fois.
    """
    abimes = [len(_ACCENT_ABIME.findall(texte)) for texte in grille.texts()]
    if not any(abimes):
        return
    sains = sum(len(_ACCENT_SAIN.findall(texte)) for texte in grille.texts())
    if sum(abimes) * 10 > sains:
        raise FichierRefuse(
            "a des accents abîmés (« Ã© » au lieu de « é », par exemple). Réexportez-le depuis "
            "le logiciel d'origine en choisissant l'encodage UTF-8."
        )
    grille.warn(
        sum(1 for compte in abimes if compte),
        "cellule a des accents abîmés (« Ã© » au lieu de « é »)",
        "cellules ont des accents abîmés (« Ã© » au lieu de « é »)",
    )
