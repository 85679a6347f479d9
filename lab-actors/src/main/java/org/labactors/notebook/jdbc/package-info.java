/** Notebooks in SQL databases. The only package that knows {@code java.sql}. */
@NullMarked
package org.labactors.notebook.jdbc;

import org.jspecify.annotations.NullMarked;
