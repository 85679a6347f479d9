/**
 * What a scientist writes against: an experiment, the trial it is handed, the values it measures.
 * Nothing here knows of engines, notebooks or networks; it needs the JDK only.
 *
 * <p>Users of the library may rely on the public types of this package.
 */
@NullMarked
package org.labactors.experiment;

import org.jspecify.annotations.NullMarked;
