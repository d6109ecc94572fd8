"""LlamaIndex's interfaces over what is plain elsewhere: embedding, passages, search.

Only this room knows LlamaIndex, which takes seconds to import: it is entered by whoever names a
LlamaIndex embedding in the settings, and by programs that use LlamaIndex themselves.
"""
