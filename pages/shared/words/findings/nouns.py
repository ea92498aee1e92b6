"""L'accord d'un constat : rien, un ou plusieurs, le genre, l'élision, la majuscule."""

from __future__ import annotations

from dataclasses import dataclass

from pages.shared.words.formatting import HARD_SPACE, MINUS, UNKNOWN, Number, number

VOYELLES = "aeiouyàâäéèêëîïôöùûüœæh"


@dataclass(frozen=True)
class Noun:
    """Ce que l'on compte : « heure », « heures » ; `est_feminin` accorde « aucune ».

    `rien` remplace « aucune … » quand un verbe suit : « aucune personne n'en a ».
    """

    un: str
    plusieurs: str
    est_feminin: bool = False
    rien: str = ""

    def counted(self, value: Number | None) -> str:
        """Écrit un nombre et son nom : « aucune heure », « 1 heure », « 12 heures »."""
        if value is None:
            return f"{self.plusieurs}{HARD_SPACE}: {UNKNOWN}"
        shown = number(value)
        if shown == "0":
            return self.rien or f"aucun{'e' if self.est_feminin else ''} {self.un}"
        # Le nom s'accorde avec le nombre écrit, arrondi compris ; le pluriel commence à deux.
        noun = self.un if shown.lstrip(MINUS) == "1" else self.plusieurs
        return f"{shown}{HARD_SPACE}{noun}"

    def told(self, value: Number | None) -> str:
        """Écrit de même, d'une espace ordinaire : en tête d'une phrase qui peut se couper là."""
        return self.counted(value).replace(HARD_SPACE, " ")


HEURES = Noun("heure d'insertion", "heures d'insertion", est_feminin=True)
HEURES_REALISEES = Noun(
    "heure d'insertion réalisée", "heures d'insertion réalisées", est_feminin=True
)
PERSONNES = Noun("personne", "personnes", est_feminin=True)
BENEFICIAIRES = Noun("bénéficiaire", "bénéficiaires")
MARCHES = Noun("marché", "marchés")
MARCHES_CLAUSES = Noun("marché clausé", "marchés clausés")
STRUCTURES = Noun("structure", "structures", est_feminin=True)
SITUATIONS = Noun("situation", "situations", est_feminin=True)
MOIS = Noun("mois", "mois")


def sentence(text: str) -> str:
    """Rend un texte avec une majuscule en tête : un constat est une phrase."""
    return text[:1].upper() + text[1:]


def of(name: str) -> str:
    """Rend « de » et un nom, élidé : « d'ITV », « de CIE 84 », « des Sorgues du Comtat »."""
    for article, merged in (("Les ", "des "), ("les ", "des "), ("Le ", "du "), ("le ", "du ")):
        if name.startswith(article):
            return merged + name.removeprefix(article)
    return f"d'{name}" if name[:1].lower() in VOYELLES else f"de {name}"


def of_all(names: list[str]) -> str:
    """Rend « de » devant chaque nom d'une énumération : « de CIE 84 et d'ITV »."""
    told = [of(name) for name in names]
    return " et ".join([", ".join(told[:-1]), told[-1]]) if len(told) > 1 else "".join(told)
