"""The local web app: record, upload, read, follow up. Adds no science."""
