"""Pictures: Sankey diagram, heat map, neighbourhood, time line."""

COMMANDS = ("picture",)
API = {"api": ("PictureAnswer", "heatmap", "neighbourhood", "sankey", "timeline")}
