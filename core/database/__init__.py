"""Database: engine, schema, migrations, search and backup."""
