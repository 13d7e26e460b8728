"""The author's preview: pages of the site as they would be published now, made when they are asked for."""
