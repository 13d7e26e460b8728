"""Settings of a publication: `sitegen.yaml` as one typed class, loaded and validated."""
