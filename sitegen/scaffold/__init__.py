"""Files that authors begin with: a new site, and a new article."""
