"""The configuration of a publication: `sitegen.yaml`, loaded and validated as one typed class."""
