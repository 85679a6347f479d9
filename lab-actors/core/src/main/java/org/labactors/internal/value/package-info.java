/**
 * Canonical values as JSON: one way to write them and one to read them, with a stated policy for
 * what JSON cannot hold.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.value;

import org.jspecify.annotations.NullMarked;
