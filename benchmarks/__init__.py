"""What is measured, and the invented country that it is measured on."""
