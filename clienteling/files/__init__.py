"""Kinds of files whose rows are the boutique's: repairs and answers. The app registers them with the importer."""
