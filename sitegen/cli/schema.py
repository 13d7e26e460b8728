"""`sitegen schema`: print JSON Schemas for editors."""

from __future__ import annotations

import click

_KINDS = ("article", "section", "author", "tag", "issue", "series", "page", "index", "home", "config")


@click.command("schema", short_help="Print the JSON Schema of front matter or configuration.")
@click.argument("kind", type=click.Choice(_KINDS), default="article")
def command(kind: str) -> None:
    """Print the JSON Schema (2020-12) of a KIND's front matter, or of sitegen.yaml (`config`).

    Editors use it to complete and check YAML: `sitegen schema config > sitegen.schema.json`.
    """
    import json

    from sitegen.model.front_matter import Kind
    from sitegen.schemas import config_schema, front_matter_schema

    schema = config_schema() if kind == "config" else front_matter_schema(Kind(kind))
    click.echo(json.dumps(schema, indent=2, ensure_ascii=False))
