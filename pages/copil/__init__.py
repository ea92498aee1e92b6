"""Le copil : ce qui se prépare avant la séance, et ce qui s'emporte après."""
