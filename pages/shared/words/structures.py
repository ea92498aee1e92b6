"""Le nom des trois structures que finance la convention."""

STRUCTURE_NAMES = {"CIE84": "CIE 84", "ITV": "ITV", "MLJGA": "MLJGA"}
