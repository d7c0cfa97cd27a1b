"""Where things lie and how they are read: folders, Turtle, source texts, query files."""
