"""Des contrats d'un JSON aux lignes : une par contrat × titulaire × version."""

from __future__ import annotations

from typing import Any

from data.decp.nesting import Incompris, is_nothing, objects, texts
from data.formats.decp import Source, sources

Line = dict[str, str | None]
# Notre colonne -> champs d'une modification, selon la nature du contrat.
MODIFIED = {
    "duree_mois": ("dureeMois",),
    "montant_eur": ("montant", "valeurGlobale"),
    "date_notification": ("dateNotificationModification", "dateSignatureModification"),
    "date_publication": ("datePublicationDonneesModification",),
}
TITULAIRES = (("titulaires", "titulaire"), ("concessionnaires", "concessionnaire"))
TITULAIRE = {
    "titulaire_id": ("id",),
    "titulaire_type_id": ("typeIdentifiant",),
    "titulaire_nom": ("denominationSociale", "nom"),
}
# Un texte nu à la place de l'objet : le champ auquel il répond.
TEXT_OF = {"acheteur": "id", "autoriteConcedante": "id", "lieuExecution": "code"}
WRAPPERS = {"lieuExecution": ("lieu", "lieux", "lieuxExecution")}
INCOMPRIS = "Ce champ a une forme inconnue : il n'a pas pu être lu, à vérifier à la source."


def source_of(record: dict[str, Any]) -> Source:
    """Rend l'écriture d'un contrat : un seul champ propre à 2022 suffit."""
    modern = sources()["json_2022"]
    return modern if any(name in record for name in modern.own) else sources()["json_2019"]


class Contract:
    """Un contrat d'un JSON ; `misread` : ses champs dont la forme n'a pas été comprise."""

    def __init__(self, record: dict[str, Any], kind: str) -> None:
        self.record, self.kind = record, kind
        self.misread: list[str] = []

    def lines(self) -> list[Line]:
        """Rend ses lignes, de la version initiale à la dernière."""
        source = source_of(self.record)
        base = {name: self._first(self.record, paths) for name, paths in source.headings.items()}
        base |= {"source_decp": source.name, "type_contrat": self.kind, "modification_id": "0"}
        titulaires = self._titulaires(self.record)
        versions = [(base, titulaires)]
        changes = self._objects(self.record, "modifications", "modification")
        for rank, change in enumerate(changes, start=1):
            said = {name: self._first(change, paths) for name, paths in MODIFIED.items()}
            base = base | {name: value for name, value in said.items() if value is not None}
            base["modification_id"] = self._text(change, "id") or str(rank)
            titulaires = self._titulaires(change) or titulaires
            versions.append((base, titulaires))
        last = versions[-1][0]
        return [
            {**version, "donnees_actuelles": "oui" if version is last else "non", **one}
            for version, named in versions
            for one in named or [{}]
        ]

    def _titulaires(self, record: dict[str, Any]) -> list[Line]:
        found = [
            one
            for many, single in TITULAIRES
            for one in self._objects(record, many, single, text_key="id")
        ]
        return [
            {name: self._first(one, paths) for name, paths in TITULAIRE.items()} for one in found
        ]

    def _first(self, record: dict[str, Any], paths: tuple[str, ...]) -> str | None:
        found = (self._at(record, path) for path in paths)
        return next((text for text in found if text is not None), None)

    def _at(self, record: dict[str, Any], path: str) -> str | None:
        """Rend le texte d'un chemin (« acheteur.id ») ; plusieurs valeurs sont jointes."""
        head, _, tail = path.partition(".")
        if head not in TEXT_OF:
            return self._text(record, head, *([tail] if tail else []))
        found = self._objects(record, head, *WRAPPERS.get(head, ()), text_key=TEXT_OF[head])
        unread = [one for one in found if is_nothing(one.get(tail))]
        if tail == TEXT_OF[head] and any(map(_is_unopened, unread)):
            self._misread(head)
        given = [self._text(one, tail) or "" for one in found]
        return ", ".join(given) or None if any(given) else None

    def _text(self, record: dict[str, Any], name: str, *wrappers: str) -> str | None:
        try:
            return ", ".join(texts(record.get(name), name, *wrappers)) or None
        except Incompris:
            return self._misread(name)

    def _objects(
        self, record: dict[str, Any], name: str, *wrappers: str, text_key: str = ""
    ) -> list[dict[str, Any]]:
        try:
            return objects(record.get(name), name, *wrappers, text_key=text_key)
        except Incompris:
            self._misread(name)
            return []

    def _misread(self, name: str) -> None:
        if name not in self.misread:
            self.misread.append(name)


def _is_unopened(one: dict[str, Any]) -> bool:
    """Dit si un objet en emballe encore un autre : ce qu'il porte n'a pas été lu."""
    return any(isinstance(value, dict | list) and value for value in one.values())


def is_contract(record: dict[str, Any]) -> bool:
    """Dit si un objet est un contrat, et non un emballage."""
    buyers = ("acheteur", "autoriteConcedante")
    return any(not is_nothing(record.get(name)) for name in buyers) or (
        "id" in record and ("objet" in record or "nature" in record)
    )
