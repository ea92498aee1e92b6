"""Un modèle, en dictionnaires, de ce que le magasin doit tenir après une suite d'imports d'heures.

Écrit d'après les textes seuls (README et page Méthode) :

- identité d'une ligne : structure, contrat, participant, marché, lot, mois ; les numéros se
  comparent sans bords, sans casse, et sans zéros de tête s'ils ne sont que des chiffres ;
- un fichier remplace toutes les identités qu'il tient, mois laissés vides compris (format large) ;
- deux lignes d'une même identité dans un fichier restent toutes deux ; les doublons exacts
  comptent une fois ; les absentes restent, sauf `--complet` : la structure, toutes années ;
- une partie absente (lot, contrat) vaut celle du magasin si elle est seule possible, sinon le
  fichier est demandé ;
- un fichier plus vieux que ce que le magasin tient de la structure est demandé.

Là où les textes laissent le choix, `accepted` rend chaque lecture.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

PARTIES = ("contrat", "participant", "marche", "lot")
# (structure, contrat, participant, marché, lot, année, mois) -> heures, une par ligne.
Identite = tuple[str, str, str, str, str, int, int]


@dataclass(frozen=True)
class Ligne:
    """Une ligne d'heures envoyée ; `heures` None : la case du mois est vide."""

    contrat: str
    participant: str
    marche: str
    lot: str
    annee: int
    mois: int
    heures: float | None


@dataclass(frozen=True)
class Envoi:
    """Un fichier d'heures : forme « longue » ou « large », date d'extraction, complet ou non."""

    structure: str
    forme: str
    extraction: str
    lignes: tuple[Ligne, ...]
    est_complet: bool = False
    traits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Magasin:
    """Les heures tenues, et la date d'extraction la plus récente de chaque structure."""

    heures: dict[Identite, tuple[float, ...]] = field(default_factory=dict)
    dates: dict[str, str] = field(default_factory=dict)

    def figures(self) -> Counter:
        """(structure, année, mois, heures) de chaque ligne non nulle : ce qu'on compare."""
        return Counter(
            (key[0], key[5], key[6], round(value, 2))
            for key, values in self.heures.items()
            for value in values
            if value
        )


def normal(number: str) -> str:
    """Le numéro tel qu'il se compare."""
    text = number.strip().casefold()
    return text.lstrip("0") or "0" if text.isdigit() else text


def _without_duplicates(one: Envoi) -> list[Ligne]:
    """Les lignes du fichier, chacune une fois : en large, une ligne écrite en vaut douze."""
    width = 12 if one.forme == "large" else 1
    written = [one.lignes[at : at + width] for at in range(0, len(one.lignes), width)]
    return [line for row in dict.fromkeys(written) for line in row]


def _held(one: Envoi) -> dict[Identite, tuple[float, ...]]:
    """Les identités que tient le fichier, et leurs heures (aucune pour une case vidée)."""
    found: dict[Identite, list[float]] = {}
    for line in _without_duplicates(one):
        parts = tuple(normal(getattr(line, part)) for part in PARTIES)
        values = found.setdefault((one.structure, *parts, line.annee, line.mois), [])
        if line.heures is not None:
            values.append(line.heures)
    return {key: tuple(sorted(values)) for key, values in found.items()}


def _matches(given: Identite, kept: Identite) -> bool:
    """Même identité, une partie absente d'un côté ou de l'autre valant l'autre."""
    return all(
        mine == theirs or (rank in (1, 4) and "" in (mine, theirs))
        for rank, (mine, theirs) in enumerate(zip(given, kept, strict=True))
    )


def _without_month(key: Identite) -> Identite:
    return (*key[:5], 0, 0)


@dataclass(frozen=True)
class Rapprochement:
    """Ce que le fichier remplace, et si le rapprochement est sûr sous chaque lecture."""

    remplace: frozenset[Identite]
    est_sur_par_mois: bool
    est_sur_en_tout: bool


def _matching(held: dict[Identite, tuple[float, ...]], store: Magasin) -> Rapprochement:
    replaced: set[Identite] = set()
    sure_by_month = sure_overall = True
    for key in held:
        exact = {key} & set(store.heures)
        near = {kept for kept in store.heures if _matches(key, kept)}
        replaced |= exact or near
        sure_by_month &= bool(exact) or len(near) < 2
        others = {_without_month(kept) for kept in store.heures
                  if _matches(_without_month(key), _without_month(kept))}  # fmt: skip
        sure_overall &= len(others) < 2
    # Deux identités du fichier ne peuvent pas remplacer la même ligne du magasin.
    claimed = Counter(kept for kept in replaced for key in held if _matches(key, kept))
    collides = any(count > 1 for count in claimed.values())
    return Rapprochement(frozenset(replaced), sure_by_month and not collides, sure_overall)


def accepted(store: Magasin, one: Envoi) -> list[tuple[str, Magasin]]:
    """Les suites que les textes admettent : (issue, magasin d'après)."""
    asked = ("a_preciser", store)
    if one.extraction < store.dates.get(one.structure, ""):
        return [asked]
    held = _held(one)
    dates = {**store.dates, one.structure: one.extraction}
    if one.est_complet:
        others = {key: value for key, value in store.heures.items() if key[0] != one.structure}
        return [("importe", Magasin(_worked({**others, **held}), dates))]
    match = _matching(held, store)
    if not match.est_sur_par_mois:
        return [asked]
    kept = {key: value for key, value in store.heures.items() if key not in match.remplace}
    after = [("importe", Magasin(_worked({**kept, **each}), dates))
             for each in (held, _completed(held, match.remplace))]  # fmt: skip
    # Sûr mois par mois mais pas toutes périodes ensemble : les deux lectures se défendent.
    return after if match.est_sur_en_tout else [*after, asked]


def _completed(held: dict[Identite, tuple[float, ...]], replaced: frozenset[Identite]
               ) -> dict[Identite, tuple[float, ...]]:  # fmt: skip
    """Les mêmes lignes, leurs parties absentes prises à celle qu'elles remplacent."""
    found = {}
    for key, values in held.items():
        match = next((kept for kept in replaced if _matches(key, kept)), key)
        found[tuple(mine or theirs for mine, theirs in zip(key, match, strict=True))] = values
    return found


def _worked(heures: dict[Identite, tuple[float, ...]]) -> dict[Identite, tuple[float, ...]]:
    """Sans les identités vidées : elles ne tiennent plus d'heures et ne rapprochent rien."""
    return {key: values for key, values in heures.items() if values}
