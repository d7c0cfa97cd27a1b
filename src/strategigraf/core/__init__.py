"""The values that everything else is made of, and how they compare; nothing here reads or writes."""

API = {"errors": ("StrategigrafError",)}
