"""Values → sentences in Kazakh, Russian and English: everything a person sees is said here (Babel, CLDR, gettext)."""
