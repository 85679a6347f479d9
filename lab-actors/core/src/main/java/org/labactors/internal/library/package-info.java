/**
 * What the laboratory needs of the libraries beside it on a program's class path: which versions,
 * and their settings. A class path that lacks some of it is refused before anything starts.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.library;

import org.jspecify.annotations.NullMarked;
