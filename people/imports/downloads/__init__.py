"""What can be taken along of an import as a CSV file (R29): its failed rows, its whole result, its people as they are now.

All three load back as imports, and are made as they are sent. :func:`offered` says which there are, :func:`table` makes one.
"""

from people.imports.downloads.kinds import Kind, Offers, offered
from people.imports.downloads.tables import Table, record, table

__all__ = ["Kind", "Offers", "Table", "offered", "record", "table"]
