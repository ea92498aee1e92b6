"""Ce qui se dit d'un changement : rien qu'entre deux valeurs qui se comparent.

Une différence que l'arrondi ou ce qu'on ignore suffit à expliquer est dite telle ; deux valeurs
qui ne se comparent pas se disent toutes les deux, et qu'elles ne se comparent pas.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import queries
from pages.shared.words.formatting import HARD_SPACE, MINUS, MONTHS, Number, number, percent

# En dessous, un pourcentage varie trop : l'écart se dit en nombre.
PETIT_EFFECTIF = queries.seuil("seuil_petit_effectif")
PLUS, MOINS, AUTANT, PRESQUE, INCERTAIN, INCOMPARABLE, INCONNU = (
    "plus", "moins", "autant", "presque", "incertain", "incomparable", "inconnu",
)  # fmt: skip
NOT_SAME = "ne se compare pas : les mois reçus diffèrent"


@dataclass(frozen=True)
class Change:
    """Une quantité à deux moments.

    `now_more`, `before_more` : de combien ce qu'on ignore peut encore la relever ; `margin` : ce
    que l'arrondi peut déplacer d'un côté ou de l'autre.
    """

    now: Number | None
    before: Number | None
    now_more: Number = 0
    before_more: Number = 0
    margin: Number = 0
    est_comparable: bool = True

    @property
    def verdict(self) -> str:
        """Rend ce que l'on a le droit de dire du changement."""
        if self.now is None or self.before is None:
            return INCONNU
        if not self.est_comparable:
            return INCOMPARABLE
        if self.now == self.before and not (self.now_more or self.before_more or self.margin):
            return AUTANT
        if self.now > self.before + self.before_more + self.margin:
            return PRESQUE if self._is_nil() else PLUS
        if self.now + self.now_more + self.margin < self.before:
            return PRESQUE if self._is_nil() else MOINS
        return INCERTAIN

    def _is_nil(self) -> bool:
        return self.size in ("0", percent(0, 0))

    def _is_small(self) -> bool:
        return abs(self.before or 0) < PETIT_EFFECTIF

    def _rate(self) -> float:
        return abs(100 * (float(self.now or 0) - float(self.before or 0)) / float(self.before or 1))

    @property
    def size(self) -> str:
        """Rend l'ampleur sans son sens : « 6 % », ou « 7 » quand l'effectif est petit."""
        if self._is_small():
            return number(abs(float(self.now or 0) - float(self.before or 0)))
        return percent(self._rate(), 0)


def change_of(row: Mapping[str, object]) -> Change:
    """Rend le changement d'une ligne de requête qui se compare (voir queries.comparaison).

    Une ligne d'un ancien fichier, sans `valeur_comparee`, n'en dit aucun.
    """
    return Change(
        row.get("valeur_comparee"),  # type: ignore[arg-type]
        row.get("valeur_precedente"),  # type: ignore[arg-type]
        row.get("inconnus") or 0,  # type: ignore[arg-type]
        row.get("inconnus_precedents") or 0,  # type: ignore[arg-type]
        est_comparable=bool(row.get("est_comparable")),
    )


def than(period: str) -> str:
    """Dit le second terme d'une comparaison : « qu'en 2022 », « que de janvier à mars 2025 »."""
    if period.isdigit():
        return f"qu'en {period}"
    if period[:1].isdigit():
        return f"qu'au {period}"
    return f"que de {period}" if " à " in period else f"qu'en {period}"


def during(period: str) -> str:
    """Dit une période dans une phrase : « en 2022 », « de janvier à mars 2025 »."""
    return than(period).removeprefix("qu'").removeprefix("que ")


def told(change: Change, period: str) -> str:
    """Dit un changement face à une période : « 6 % de plus qu'en 2022 » ; vide s'il est inconnu."""
    match change.verdict:
        case "moins" if not change.now:
            # « 100 % de moins » ne dit pas de combien on part.
            return f"contre {number(change.before)} {during(period)}"
        case "plus" | "moins" as sense:
            return f"{change.size} de {sense} {than(period)}"
        case "autant":
            return f"autant {than(period)}"
        case "presque":
            return f"presque autant {than(period)}"
        case "incertain":
            return f"l'écart avec {_named(period)} est dans l'incertitude"
        case "incomparable":
            return f"{number(change.before)} {during(period)} {NOT_SAME}"
    return ""


def tail(row: Mapping[str, object]) -> str:
    """Dit, à la suite d'un chiffre, son changement : « , 6 % de plus qu'en 2022 » ; vide sinon.

    D'une période entamée, la part qui se compare est dite d'abord.
    """
    change = change_of(row)
    words = told(change, str(row.get("periode_precedente")))
    if not words:
        return ""
    period = str(row["periode_comparee"])
    if is_partial(period):
        # L'année est celle qui vient d'être dite.
        months = during(period).rpartition(" ")[0]
        return f", dont {number(change.now)} {months}, saisie finie : {words}"
    return f" ; {words}" if change.verdict in (INCERTAIN, INCOMPARABLE) else f", {words}"


def is_partial(period: str) -> bool:
    """Dit si une période comparée n'est qu'une partie de celle qui est montrée."""
    return period.split(" ")[0] in MONTHS


def _named(period: str) -> str:
    """Nomme une période après « avec » : « 2022 », « le 1er semestre 2022 », « janvier à juin »."""
    return f"le {period}" if re.match(r"\d(er|e) ", period) else period


def signed(change: Change, period: str, earlier: str) -> str:
    """Dit un changement sous un chiffre : « +8 % entre 2022 (117 176) et 2023 » ; vide s'il manque.

    `period` et `earlier` nomment les deux périodes comparées.
    """
    before = number(change.before)
    match change.verdict:
        case "inconnu":
            return ""
        case "plus" | "moins" as sense:
            size = f"{'+' if sense == 'plus' else MINUS}{change.size}"
        case "autant" | "presque":
            size = "stable"
        case "incertain":
            return (
                f"{before} en {earlier}, écart dans l'incertitude"
                if earlier.isdigit()
                else (f"{before} {during(earlier)}, écart dans l'incertitude")
            )
        case _:
            return f"{before} {during(earlier)} : sans comparaison, mois reçus différents"
    if earlier.isdigit() and period.isdigit():
        return f"{size} entre {earlier} ({before}) et {period}"
    now = number(change.now)
    return f"{size} · {period} ({now}), comparé à {earlier} ({before})"


def points(now: float | None, before: float | None) -> str:
    """Dit l'écart de deux taux : « +3,2 points », « stable » ; vide s'il en manque un."""
    if now is None or before is None:
        return ""
    gap = number(abs(now - before), 1)
    if gap == "0,0":
        return "stable"
    noun = "points" if abs(now - before) >= 1.95 else "point"
    return f"{'+' if now > before else MINUS}{gap}{HARD_SPACE}{noun}"
