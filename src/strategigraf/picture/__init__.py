"""Pictures: Sankey diagram, heat map, neighbourhood, time line."""
