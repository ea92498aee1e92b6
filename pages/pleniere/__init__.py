"""La plénière du copil : un diaporama de chiffres protégés, ses commentaires et ses photos."""
