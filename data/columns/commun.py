"""Les colonnes communes à plusieurs exports."""

from data.columns.column import Column

COLUMNS = (
    Column(
        "structure",
        "Structure",
        "code",
        "Structure qui emploie les facilitateurs : CIE 84, ITV ou MLJGA.",
        codes="structure",
        est_decisive=True,
    ),
)
