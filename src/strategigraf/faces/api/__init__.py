"""strategigraf for Python: `import strategigraf as sg; g = sg.open()`, and one function for each answer."""
