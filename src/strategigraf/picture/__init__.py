"""Pictures: Sankey diagram, heat map, neighbourhood, time line, indicators."""

COMMANDS = ("picture",)
API = {"api": ("PictureAnswer", "heatmap", "indicators", "neighbourhood", "sankey", "timeline")}
