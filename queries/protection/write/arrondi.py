"""Ce qui s'écrit d'un effectif : « < 5 », un multiple de 5, « 0 à 12 », un pourcentage entier."""

from __future__ import annotations

from dataclasses import dataclass

from queries.protection.rules.seuils import Seuils

EXACT, ARRONDI, LARGE, PETIT, TERRITOIRE_PETIT, MASQUE, INCONNU = (
    "exact", "arrondi", "large", "petit", "territoire_petit", "masque", "inconnu",
)  # fmt: skip
# Une classe large réunit ce nombre de classes d'arrondi, toujours les mêmes : 0 à 12, 13 à 27…
CLASSES_REUNIES = 3
FINE, INSECABLE = "\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}"
NON_PUBLIE = f"non{INSECABLE}publié"


@dataclass(frozen=True)
class Publie:
    """Ce qui s'écrit d'un effectif, et ce que le lecteur peut en déduire : `bas` à `haut`.

    `valeur` est None quand aucun nombre ne s'écrit ; `haut` est None quand rien ne borne.
    """

    statut: str
    texte: str
    valeur: int | None = None
    bas: int = 0
    haut: int | None = None


def spaced(number: int) -> str:
    """Rend un entier à la française : « 1 250 »."""
    return f"{number:,}".replace(",", FINE)


def below(limit: int) -> str:
    """Rend « < 5 »."""
    return f"<{INSECABLE}{limit}"


def exact(number: int) -> Publie:
    """Rend un total de territoire, écrit tel quel."""
    return Publie(EXACT, spaced(number), number, number, number)


def masque() -> Publie:
    """Rend une cellule blanchie par l'audit."""
    return Publie(MASQUE, NON_PUBLIE)


def round_count(number: int, seuils: Seuils) -> Publie:
    """Rend un effectif : une seule classe sous le seuil, sinon le multiple le plus proche.

    Le multiple n'est jamais sous le seuil : avec un seuil de 11, 11 et 12 s'écrivent 15.
    """
    base, limit = seuils.base_arrondi, seuils.seuil_secret
    if number < limit:
        return Publie(PETIT, below(limit), None, 0, limit - 1)
    first = base * -(-limit // base)
    value = max(first, base * ((2 * number + base) // (2 * base)))
    low = limit if value == first else -(-(2 * value - base) // 2)
    return Publie(ARRONDI, spaced(value), value, low, -(-(2 * value + base) // 2) - 1)


def widen(number: int, seuils: Seuils) -> Publie:
    """Rend la classe large d'un effectif : elle contient toujours ce qu'en dit `round_count`.

    Avec un seuil et une base de 5 : 0 à 12, 13 à 27, 28 à 42…
    """
    base, limit = seuils.base_arrondi, seuils.seuil_secret
    first = base * -(-limit // base)
    value = round_count(number, seuils).valeur
    rank = 0 if value is None else 1 + (value - first) // base
    start = rank - rank % CLASSES_REUNIES
    low = 0 if start == 0 else round_count(first + base * (start - 1), seuils).bas
    high = round_count(first + base * (start + CLASSES_REUNIES - 2), seuils).haut
    assert high is not None, "un arrondi est borné"
    return Publie(LARGE, f"{spaced(low)} à {spaced(high)}".replace(" ", INSECABLE), None, low, high)


def round_total(number: int, maille: str, seuils: Seuils) -> Publie:
    """Rend le total d'un territoire : exact, ou « < 20 » pour un petit EPCI."""
    if maille == "epci" and number < seuils.seuil_territoire:
        limit = seuils.seuil_territoire
        return Publie(TERRITOIRE_PETIT, below(limit), None, 0, limit - 1)
    return exact(number)


def round_base(number: int, seuils: Seuils) -> int:
    """Rend le multiple le plus proche : le dénominateur d'un pourcentage."""
    return seuils.base_arrondi * ((2 * number + seuils.base_arrondi) // (2 * seuils.base_arrondi))


def part_pct(part: int | None, whole: int | None, seuils: Seuils) -> int | None:
    """Rend un pourcentage entier de deux effectifs arrondis, ou None si la base est trop petite."""
    if part is None or whole is None or whole < seuils.denominateur_minimum:
        return None
    return min(100, (200 * part + whole) // (2 * whole))
