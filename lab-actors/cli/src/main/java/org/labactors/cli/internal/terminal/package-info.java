/**
 * What a command reads from and writes to: console, tables, displays of progress, errors, exit
 * codes.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.cli.internal.terminal;

import org.jspecify.annotations.NullMarked;
