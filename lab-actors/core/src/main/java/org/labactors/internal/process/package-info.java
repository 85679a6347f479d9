/**
 * The processes of this machine, as Linux tells of them: their numbers, their marks, what they
 * leave behind, and the files and pipes that they are started with.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.process;

import org.jspecify.annotations.NullMarked;
