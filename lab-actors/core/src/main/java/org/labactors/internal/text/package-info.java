/**
 * Texts at the edges: how they pass between this JVM and the system, whose encoding follows from
 * the locale, and how spans of time are written.
 *
 * <p>Internal: not for users of the library.
 */
@NullMarked
package org.labactors.internal.text;

import org.jspecify.annotations.NullMarked;
