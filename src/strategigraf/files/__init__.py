"""Reading and writing files: workspace, Turtle, mapping sets, source texts, output."""
