/**
 * A study as JSON: its digest, how it differs from a recorded one, and how it is sent.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.json;

import org.jspecify.annotations.NullMarked;
