"""Reconnaître un export : la ligne d'en-tête, le format, à quelle colonne répond chaque intitulé.

Rien n'est deviné : un intitulé ne vaut une colonne que par un alias du format ou par une
correspondance enregistrée. Ce qui manque est demandé.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, cached_property

import polars as pl

from data.columns import COLUMNS
from data.formats import Format, recognized_formats
from data.read.feuille import Feuille
from data.recognize.looks import looks_like_data, said
from data.recognize.mapping import Mapping
from data.words import month_of, month_of_key, normalize

HEADER_ROWS = 30
# « 2023 », « Année 2023 » au-dessus des mois.
ANNEE_SEULE = re.compile(r"(?:(?:ann[ée]e|exercice|heures)\s*:?\s*)?(20\d\d)", re.IGNORECASE)
RESEMBLANCE = 2
# Cinq intitulés connus ne sont pas une ligne de données, fût-elle mêlée de dates.
SURS = 5
JOUR = re.compile(r"(?P<jour>\d\d)[/.-](?P<mois>0[1-9]|1[0-2])[/.-](?P<annee>20\d\d)")
MOIS_QUI_SE_SUIVENT = 3
# Répéter un nombre le compterait autant de fois.
NOMBRES = ("nombre", "montant", "entier")


def _folded(text: pl.Expr) -> pl.Expr:
    return text.str.strip_chars().str.to_lowercase()


@dataclass(frozen=True)
class Layout:
    """La disposition retenue d'une feuille.

    `header` : colonne de la grille (« c3 ») -> intitulé lu ; `columns` : colonne de la grille ->
    notre colonne, ou l'intitulé s'il est un mois ;
    `headings` : notre colonne -> intitulé du fichier ; `missing` : colonnes obligatoires absentes ;
    `unknown` : intitulés sans correspondance ; `duplicated` : intitulés qui visent la même colonne.
    """

    feuille: Feuille
    header_line: int
    header: dict[str, str]
    format: Format
    columns: dict[str, str]
    headings: dict[str, str]
    missing: tuple[str, ...]
    unknown: dict[str, str] = field(default_factory=dict)
    duplicated: tuple[str, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Toutes les colonnes obligatoires sont là, sans doublon."""
        return not self.missing and not self.duplicated

    @property
    def score(self) -> tuple[bool, int, int]:
        """Ce qui classe deux dispositions : complète, puis le plus d'intitulés compris."""
        return (not self.missing, len(self.columns), -len(self.unknown))

    @cached_property
    def grid(self) -> pl.DataFrame:
        """Les lignes de données : « ligne » et une colonne de texte par colonne reconnue."""
        names, cells = list(self.columns), self.feuille.cells
        header = cells.filter(pl.col("ligne") == self.header_line).select(names).row(0)
        body = cells.filter(pl.col("ligne") > self.header_line).select("ligne", *names)
        filled = body.filter(~pl.all_horizontal(pl.col(name).is_null() for name in names))
        # Répété à chaque page, l'en-tête peut l'être dans une autre casse.
        repeated = [
            _folded(pl.col(name)).eq_missing(_folded(pl.lit(text, pl.String)))
            for name, text in zip(names, header, strict=True)
        ]
        if filled.select(repeated[0].any()).item():
            filled = filled.filter(~pl.all_horizontal(repeated))
        return filled.with_columns(self._merged(filled)).rename(self.columns)

    def _merged(self, body: pl.DataFrame) -> list[pl.Expr]:
        """Répète sur ses lignes une cellule fusionnée en hauteur, sauf un nombre : il se partage.

        Une heure fusionnée reste à sa première ligne : les autres, vides, seront écartées et dites.
        """
        lines = body["ligne"] if self.feuille.merges else []
        known = {line: rank for rank, line in enumerate(lines)}
        changes: dict[str, dict[int, str | None]] = {}
        for top, left, bottom, _ in self.feuille.merges:
            name = f"c{left}"
            ours = self.columns.get(name)
            if top not in known or bottom == top or ours not in COLUMNS:
                continue
            if COLUMNS[ours].kind in NOMBRES:
                continue
            value = body[name][known[top]]
            changes.setdefault(name, {}).update(dict.fromkeys(range(top + 1, bottom + 1), value))
        return [
            pl.coalesce(
                name,
                pl.col("ligne").replace_strict(found, default=None, return_dtype=pl.String),
            )
            for name, found in changes.items()
        ]


def recognize(feuille: Feuille, mappings: list[Mapping]) -> Layout | None:
    """Rend la meilleure disposition d'une feuille, complète ou non ; None si elle est vide."""
    rows = feuille.cells.head(HEADER_ROWS)
    found = [
        layout
        for line in header_lines(rows)
        for one in recognized_formats().values()
        for mapping in [_mapping_for(one, mappings)]
        if _resembles(line, one, mapping)
        for layout in [_layout(feuille, line, one, mapping)]
        if len(layout.columns) >= RESEMBLANCE
        # « Entreprise » et « Marché » peuvent être des valeurs, dans la ligne d'une personne.
        if layout.is_complete
        or len(layout.columns) >= SURS
        or not looks_like_data(line.texts.values())
    ]
    return max(found, key=lambda layout: layout.score, default=None)


def layout_as(layout: Layout, name: str, mappings: list[Mapping]) -> Layout:
    """Rend la même ligne d'en-tête, comprise comme une autre sorte d'export."""
    rows = layout.feuille.cells.head(HEADER_ROWS)
    line = next(one for one in header_lines(rows) if one.number == layout.header_line)
    one = recognized_formats()[name]
    return _layout(layout.feuille, line, one, _mapping_for(one, mappings))


def _resembles(line: HeaderLine, one: Format, mapping: Mapping) -> bool:
    """Écarte vite une ligne dont trop peu d'intitulés disent quelque chose à ce format."""
    learned = {normalize(text) for text in mapping.colonnes}
    months = line.months if one.reshape else 0
    # Une correspondance peut désigner une colonne par sa place.
    is_placed = any(key.startswith("colonne_") for key in learned)
    keys = line.keys.union(map(normalize, line.said.values())) if is_placed else line.keys
    return len((keys & one.known_keys()) | (keys & learned)) + months >= RESEMBLANCE


def _mapping_for(one: Format, mappings: list[Mapping]) -> Mapping:
    return next((each for each in mappings if each.format == one.name), Mapping(one.name))


def _layout(feuille: Feuille, line: HeaderLine, one: Format, mapping: Mapping) -> Layout:
    columns: dict[str, str] = {}
    headings: dict[str, str] = {}
    unknown: dict[str, str] = {}
    duplicated: list[str] = []
    taken: set[object] = set()
    for name, text in line.texts.items():
        target = _target(text, line.upper.get(name), one, mapping)
        shown = line.said[name]
        if target is None:
            target = mapping.column_of(shown)
        same = month_of(target) or target if target and target not in COLUMNS else target
        if target is None:
            unknown[name] = shown
        elif same in taken:
            duplicated.append(shown)
        elif target:
            taken.add(same)
            columns[name] = target
            headings[target] = shown
    missing = _missing(one, set(columns.values()))
    repeated = tuple(duplicated)
    return Layout(
        feuille, line.number, line.said, one, columns, headings, missing, unknown, repeated
    )


def _target(text: str, above: str | None, one: Format, mapping: Mapping) -> str | None:
    """Rend notre colonne, l'intitulé d'un mois, "" si le contenu n'est jamais lu, None sinon."""
    learned = mapping.column_of(text)
    if learned is not None:
        return learned
    column = one.column_of(text) or (one.column_of(f"{above} {text}") if above else None)
    if column:
        return column
    if one.is_dropped(text):
        return ""
    return _month_target(text, above) if one.reshape else None


def _month_target(text: str, above: str | None) -> str | None:
    """Rend l'intitulé d'un mois, daté par l'étage du dessus s'il ne l'est pas lui-même."""
    found = month_of(text)
    if found is None:
        return None
    year = ANNEE_SEULE.fullmatch(above.strip()) if above else None
    return f"{text} {year[1]}" if year and found[1] is None else text


@dataclass(frozen=True)
class HeaderLine:
    """Une ligne lue comme un en-tête.

    `texts` : colonne -> intitulé ; `upper` : colonne -> intitulé de l'étage au-dessus ;
    `normalized` : texte -> sa forme comparable, cherchée une fois par feuille. Le reste ne l'est
    que d'une ligne qui le demande : la plupart sont des lignes de données.
    """

    number: int
    texts: dict[str, str]
    upper: dict[str, str]
    normalized: Callable[[str], str]

    @cached_property
    def said(self) -> dict[str, str]:
        """Rend colonne -> intitulé, ou sa place s'il ne se redit pas."""
        return {
            name: said(text, f"colonne {int(name[1:]) + 1}") for name, text in self.texts.items()
        }

    @cached_property
    def keys(self) -> frozenset[str]:
        """Rend les intitulés normalisés, seuls et précédés de leur étage."""
        own = {name: self.normalized(text) for name, text in self.texts.items()}
        above = {name: self.normalized(self.upper[name]) for name in own if name in self.upper}
        both = ("_".join(filter(None, (above[name], own[name]))) for name in above)
        return frozenset((*own.values(), *both))

    @cached_property
    def months(self) -> int:
        """Compte les intitulés qui sont des mois."""
        return sum(month_of_key(self.normalized(one)) is not None for one in self.texts.values())


def header_lines(rows: pl.DataFrame) -> list[HeaderLine]:
    """Lit chaque ligne de `rows` comme un en-tête."""
    names, normalized = rows.columns[1:], cache(normalize)
    lines = [(number, dict(zip(names, cells, strict=True))) for number, *cells in rows.iter_rows()]
    found = []
    for position, (number, own) in enumerate(lines):
        above = lines[position - 1][1] if position else {}
        texts, upper = _texts(own, above, normalized)
        found.append(HeaderLine(number, _first_days_as_months(texts), upper, normalized))
    return found


def _first_days_as_months(texts: dict[str, str]) -> dict[str, str]:
    """Rend « 01/2024 » pour « 01/01/2024 » quand une ligne a des premiers du mois qui se suivent.

    Trois au moins : deux premiers du mois peuvent être le début et la fin d'un contrat.
    """
    days = {name: found for name, text in texts.items() if (found := JOUR.fullmatch(text.strip()))}
    months = [12 * int(one["annee"]) + int(one["mois"]) for one in days.values()]
    is_run = months == [months[0] + rank for rank in range(len(months))]
    is_first = all(one["jour"] == "01" for one in days.values())
    if len(months) < MOIS_QUI_SE_SUIVENT or not is_run or not is_first:
        return texts
    return texts | {name: f"{one['mois']}/{one['annee']}" for name, one in days.items()}


def _texts(
    own: dict[str, str | None], above: dict[str, str | None], normalized: Callable[[str], str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Rend colonne -> intitulé, et colonne -> intitulé de l'étage au-dessus.

    Une cellule vide sous un intitulé en prend le texte (cellules fusionnées en hauteur) ; des
    intitulés répétés que l'étage du dessus distingue le portent devant eux.
    """
    if not above:
        return {name: text for name, text in own.items() if text}, {}
    upper = _spread(above)
    texts = {name: text or above[name] for name, text in own.items() if text or above[name]}
    full = {name: f"{upper[name]} - {text}" for name, text in texts.items() if name in upper}
    keys = {name: normalized(text) for name, text in texts.items()}
    for key, count in Counter(keys.values()).items():
        same = [name for name in texts if keys[name] == key] if count > 1 else []
        if count > 1 and len({full.get(name) for name in same}) == count:
            texts.update({name: full[name] for name in same if name in full})
    return texts, upper


def _spread(above: dict[str, str | None]) -> dict[str, str]:
    """Étale chaque intitulé de l'étage du dessus jusqu'au suivant (cellules fusionnées)."""
    spread: dict[str, str] = {}
    last = ""
    for name, text in above.items():
        last = text or last
        if last:
            spread[name] = last
    return spread


def _missing(one: Format, present: set[str]) -> tuple[str, ...]:
    has_months = one.reshape is not None and any(
        name not in COLUMNS and month_of(name) for name in present
    )
    given = present | ({"mois", "heures_realisees"} if has_months else set())
    return tuple(name for name in one.required if name not in given)
