/**
 * Files that are there as a whole or not at all, whoever is killed while writing them.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.files;

import org.jspecify.annotations.NullMarked;
