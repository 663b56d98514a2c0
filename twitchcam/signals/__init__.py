"""A face track becomes movement in millimetres, and a judgement of what could be seen."""
