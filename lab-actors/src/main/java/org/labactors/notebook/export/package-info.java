/**
 * Result sets as tables for other tools: files of several formats, written row by row, and data
 * frames. Notebooks of epyc come in here too.
 */
@NullMarked
package org.labactors.notebook.export;

import org.jspecify.annotations.NullMarked;
