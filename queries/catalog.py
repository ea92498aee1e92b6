"""Le catalogue : les fichiers SQL, ce qu'ils disent d'eux, et de quoi ils dépendent."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from queries.demandes import typeset

FOLDER = Path(__file__).parent
THEMES = (
    "accueil", "heures", "beneficiaires", "sorties", "marches", "entreprises", "activite",
    "financement", "pnad", "territoires", "annexe2", "relances", "dossiers", "methode",
)  # fmt: skip
# Les deux tables qu'écrit une question ; qui les lit dépend d'elle.
QUESTION = {"filtre", "scenario"}
CHAMPS = ("titre", "definition", "unite", "grain", "source")
FACULTATIFS = ("comparaison", "periode", "trimestre", "codes", "libelles", "portee", "forme")
# Jusqu'où un résultat suit ses filtres ; rien : il ne dit que ce qu'ils choisissent.
PORTEES = ("", "structure", "personnes", "departement", "publique")


@dataclass(frozen=True)
class Description:
    """Ce que le commentaire de tête d'un fichier SQL dit de lui, en français.

    `theme` est le premier dossier : celui d'un thème, ou « views » pour un mot partagé.
    `comparaison` nomme les colonnes qui apparient une ligne à celle de la période précédente ;
    `periode` : la question est figée sur cette période et tout le département ; `trimestre` : elle
    l'est sur le dernier trimestre (« seul »), ou va de lui aux dernières données (« depuis »).
    `codes` : les colonnes qui servent à lier ou à choisir, et que le tableau ne montre pas ;
    `libelles` : comment se lisent celles que nul autre indicateur ne porte, par nom de colonne.
    `forme` : d'une définition, « vue » si une question ne la garde pas (une suivante la restreint).
    `portee` : ce qu'il dit au-delà du territoire choisi (queries/protection/publish/droits.py).
    """

    name: str
    theme: str
    titre: str
    definition: str
    unite: str
    grain: str
    source: str
    comparaison: str = ""
    periode: str = ""
    trimestre: str = ""
    portee: str = ""
    forme: str = ""
    codes: tuple[str, ...] = ()
    libelles: Mapping[str, str] = field(default_factory=dict)


@cache
def files() -> dict[str, Path]:
    """Rend les fichiers des indicateurs, par nom, dans l'ordre des thèmes."""
    return {path.stem: path for theme in THEMES for path in sorted(FOLDER.glob(f"{theme}/*.sql"))}


@cache
def views() -> dict[str, Path]:
    """Rend les fichiers des définitions du domaine, par nom : mots partagés, étapes d'un thème."""
    found = [*FOLDER.glob("views/*/*.sql"), *FOLDER.glob("*/steps/**/*.sql")]
    return {path.stem: path for path in sorted(found, key=lambda path: path.stem)}


@cache
def sql_of(path: Path) -> str:
    """Rend le texte d'un fichier SQL."""
    return path.read_text("utf-8")


@cache
def words(sql: str) -> tuple[str, ...]:
    """Rend les mots d'un SQL, commentaires et textes mis à part, chacun une fois."""
    code = "\n".join(line.partition("--")[0] for line in sql.splitlines())
    # Un libellé (« personnes ») n'est pas la vue de ce nom : la préparer coûterait pour rien.
    return tuple(dict.fromkeys(re.findall(r"\w+", re.sub(r"'[^']*'", "", code))))


@cache
def named(sql: str) -> tuple[str, ...]:
    """Rend les vues qu'un SQL nomme lui-même."""
    return tuple(one for one in words(sql) if one in views() and sql_of(views()[one]) != sql)


@cache
def needed(sql: str) -> tuple[str, ...]:
    """Rend les vues qu'un SQL nomme, directement ou non, dans l'ordre où les créer."""
    found: dict[str, None] = {}
    for view in named(sql):
        found.update(dict.fromkeys([*needed(sql_of(views()[view])), view]))
    return tuple(found)


@cache
def is_filtered(word: str) -> bool:
    """Dit si une vue dépend de la question posée (une table de référence, jamais)."""
    own = sql_of(views()[word]) if word in views() else ""
    return any(QUESTION & set(words(sql)) for sql in (own, *_texts(own)))


@cache
def is_kept(word: str) -> bool:
    """Dit si une question garde cette définition en table ; sinon, qui la lit la recalcule."""
    return description(views()[word]).forme != "vue"


def _texts(sql: str) -> list[str]:
    return [sql_of(views()[view]) for view in needed(sql)]


@cache
def reads(name: str) -> frozenset[str]:
    """Rend les mots que lit un indicateur, dans son SQL ou dans les vues dont il dépend."""
    sql = sql_of(files()[name])
    return frozenset(word for one in (sql, *_texts(sql)) for word in words(one))


@cache
def description(path: Path) -> Description:
    """Lit le commentaire de tête : « -- champ : texte », suivi de lignes de suite."""
    fields: dict[str, list[str]] = {}
    last = ""
    for line in sql_of(path).splitlines():
        if not line.startswith("--"):
            break
        text = line.removeprefix("--").strip()
        head, mark, rest = text.partition(" : ")
        if mark and head in (*CHAMPS, *FACULTATIFS):
            last, text = head, rest
        fields.setdefault(last, []).append(text)
    codes = " ".join(fields.pop("codes", [])).replace(",", " ").split()
    labels = _labels(path, " ".join(fields.pop("libelles", [])))
    said = {name: typeset(" ".join(parts)) for name, parts in fields.items()}
    missing = [name for name in CHAMPS if not said.get(name)]
    if missing:
        raise ValueError(f"{path.name} : le commentaire de tête ne dit pas {', '.join(missing)}.")
    if said.get("portee", "") not in PORTEES:
        raise ValueError(f"{path.name} : la portée est l'une de {', '.join(PORTEES[1:])}.")
    theme = path.relative_to(FOLDER).parts[0]
    return Description(path.stem, theme, codes=tuple(codes), libelles=labels, **said)


def _labels(path: Path, text: str) -> dict[str, str]:
    """Lit « colonne = Libellé ; autre = Autre libellé »."""
    pairs = [one.split("=", 1) for one in text.split(";") if one.strip()]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(f"{path.name} : un libellé s'écrit « colonne = Libellé ».")
    return {name.strip(): typeset(words.strip()) for name, words in pairs}


@cache
def labels() -> Mapping[str, str]:
    """Rend les libellés que des indicateurs donnent à leurs propres colonnes."""
    return {name: words for path in files().values()
            for name, words in description(path).libelles.items()}  # fmt: skip
