"""What is done with the dataset: evidence, validation, store, cache."""
