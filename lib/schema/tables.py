"""data/schema/*.toml -> TABLES and ENUMERATIONS, read once and strictly.

An unknown key, a reference to nothing or a missing label is an error here, naming file and
column, so that a mistake in a declaration cannot start the product.
"""

import tomllib
from pathlib import Path
from typing import Any

from lib.schema.columns import Column, Constraint, Enumeration, EnumValue, Table
from lib.settings import ROOT

SCHEMA_DIR = ROOT / "data" / "schema"
# The order in which a ward's first files go in: what is pointed at comes first.
FILES = ("places", "teams", "quarantine", "vaccination", "compliance")
OUTSIDE_GROUP, UNKNOWN_GROUP = "outside", "unknown"
BUILT_IN_GROUPS = (UNKNOWN_GROUP, OUTSIDE_GROUP)


def load_enumerations(directory: Path = SCHEMA_DIR) -> dict[str, Enumeration]:
    declared = tomllib.loads((directory / "enumerations.toml").read_text("utf-8"))
    return {
        name: Enumeration(
            name,
            tuple(
                EnumValue(code, **(spec | {"also": tuple(spec.get("also", ()))}))
                for code, spec in values.items()
            ),
        )
        for name, values in declared.items()
    }


def load_tables(directory: Path = SCHEMA_DIR) -> dict[str, Table]:
    tables: dict[str, Table] = {}
    for file in FILES:
        declared = tomllib.loads((directory / f"{file}.toml").read_text("utf-8"))
        for name, spec in declared.items():
            tables[name] = _table(name, spec)
    _check_references(tables, load_enumerations(directory))
    return tables


def _table(name: str, spec: dict[str, Any]) -> Table:
    columns = {key: _column(name, key, value) for key, value in spec.pop("columns").items()}
    constraints = tuple(
        Constraint(**(item | {"columns": tuple(item.get("columns", ()))}))
        for item in spec.pop("constraints", ())
    )
    key, title = tuple(spec.pop("natural_key")), tuple(spec.pop("title", ()))
    return Table(
        name=name, columns=columns, constraints=constraints, natural_key=key, title=title, **spec
    )


def _column(table: str, name: str, spec: dict[str, Any]) -> Column:
    spec = spec | {"also": tuple(spec.get("also", ()))}
    if "class" in spec:
        spec["class_"] = spec.pop("class")
    try:
        return Column(name=name, **spec)
    except TypeError as error:
        raise ValueError(f"data/schema: {table}.{name}: {error}") from None


def _check_references(tables: dict[str, Table], enumerations: dict[str, Enumeration]) -> None:
    for table in tables.values():
        used = {table.id, *table.natural_key, *table.title}
        for constraint in table.constraints:
            used |= {constraint.column, constraint.other, *constraint.columns} - {""}
        if missing := used - set(table.columns):
            raise ValueError(f"data/schema: {table.name} names columns it lacks: {sorted(missing)}")
        for column in table.columns.values():
            if column.type == "enum" and column.enum not in enumerations:
                raise ValueError(f"data/schema: {table.name}.{column.name}: no such enumeration")
            if column.type == "ref" and column.ref not in tables:
                raise ValueError(f"data/schema: {table.name}.{column.name}: no such table")


ENUMERATIONS = load_enumerations()
TABLES = load_tables()
