/** How texts pass between this JVM and the system, whose encoding follows from the locale. */
@NullMarked
package org.labactors.text;

import org.jspecify.annotations.NullMarked;
