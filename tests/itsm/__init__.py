"""Records: what their types declare, and what people do with them."""
