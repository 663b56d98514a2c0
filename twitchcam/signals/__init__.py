"""A face track becomes movement in millimetres, without what could not be seen."""
