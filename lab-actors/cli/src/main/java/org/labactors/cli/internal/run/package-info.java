/**
 * The commands {@code lab run} and {@code lab plan}.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.cli.internal.run;

import org.jspecify.annotations.NullMarked;
