"""Values in, bytes out: tables, JSON, pages, workbooks, the terminal, SVG."""
