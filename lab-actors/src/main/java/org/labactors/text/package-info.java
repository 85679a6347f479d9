/**
 * Texts at the edges: how they pass between this JVM and the system, whose encoding follows from
 * the locale, and how spans of time are written.
 */
@NullMarked
package org.labactors.text;

import org.jspecify.annotations.NullMarked;
