"""An analysis becomes something to read: document, tables, page, pictures. No computation."""
