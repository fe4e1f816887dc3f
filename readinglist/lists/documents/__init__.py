"""Old syllabi: a document's text, the references and dates in it, and the works of the library that they
mean."""
