"""Les dispositions apprises : les lister, les attribuer à une ou à toutes, les oublier."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from data.formats import recognized_formats
from data.location import store_path
from data.recognize.mapping import (
    CorrespondanceInvalide,
    Mapping,
    keepable,
    read_mapping,
    save_mapping,
    to_toml,
)
from data.reference import labels


@dataclass(frozen=True)
class Kept:
    """Une disposition apprise ; `mapping` est nul si son fichier est abîmé, `defaut` dit pourquoi.

    `nom` : celui de son fichier TOML, sans extension.
    """

    nom: str
    path: Path
    mapping: Mapping | None
    defaut: str = ""

    @property
    def said(self) -> str:
        """Dit la sorte d'export, à qui elle sert et ce qu'elle sait."""
        if self.mapping is None:
            return self.defaut
        kind = recognized_formats()[self.mapping.format].label
        whose = labels("structure").get(self.mapping.structure, "toutes les structures")
        read = sum(bool(column) for column in self.mapping.colonnes.values())
        learned = sum(len(codes) for codes in self.mapping.valeurs.values())
        return (
            f"{kind}, {whose} · colonnes lues : {read}, non lues : "
            f"{len(self.mapping.colonnes) - read}, libellés appris : {learned}"
        )


def kept_mappings(store: Path | None = None) -> list[Kept]:
    """Rend toutes les dispositions apprises, abîmées comprises, dans l'ordre de leurs noms."""
    folder = (store or store_path()) / "correspondances"
    return [_kept(path) for path in sorted(folder.glob("*.toml"))]


def _kept(path: Path) -> Kept:
    try:
        return Kept(path.stem, path, read_mapping(path))
    except CorrespondanceInvalide as error:
        return Kept(path.stem, path, None, str(error))


def unkeepable(store: Path | None = None) -> list[Kept]:
    """Rend les dispositions qui gardent, d'avant, des mots hors du métier : peut-être un nom."""
    return [
        one for one in kept_mappings(store) if one.mapping and keepable(one.mapping) != one.mapping
    ]


def clean_mappings(store: Path | None = None) -> int:
    """Fait oublier ces mots aux dispositions qui en gardent ; rend combien."""
    found = unkeepable(store)
    for one in found:
        one.path.write_text(to_toml(keepable(one.mapping)), "utf-8")
    return len(found)


def delete_mapping(nom: str, store: Path | None = None) -> None:
    """Oublie une disposition ; les données déjà importées ne changent pas."""
    _find(nom, store).path.unlink()


def move_mapping(nom: str, structure: str, store: Path | None = None) -> None:
    """Donne une disposition à une structure ("" : à toutes) ; complète celle qu'elle avait."""
    found = _find(nom, store)
    if found.mapping is None:
        raise CorrespondanceInvalide(found.defaut)
    written = save_mapping(replace(found.mapping, structure=structure), store)
    if written != found.path:
        found.path.unlink()


def _find(nom: str, store: Path | None) -> Kept:
    # Cherché parmi les fichiers listés : un nom ne mène jamais ailleurs.
    for one in kept_mappings(store):
        if one.nom == nom:
            return one
    raise CorrespondanceInvalide(f"Aucune disposition apprise ne s'appelle « {nom} ».")
