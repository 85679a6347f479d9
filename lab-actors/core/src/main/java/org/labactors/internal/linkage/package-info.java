/**
 * What the code of an experiment needs and is not there, found without running it. Class files are
 * read and classes loaded, but none is initialized.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.linkage;

import org.jspecify.annotations.NullMarked;
