/**
 * The commands that read, export, import, plot and edit notebooks.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.cli.internal.notebook;

import org.jspecify.annotations.NullMarked;
