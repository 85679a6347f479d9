/**
 * What a scientist writes against: an experiment, the trial it is handed, the values it measures.
 * Nothing here knows of engines, notebooks or networks; it needs the JDK only.
 */
@NullMarked
package org.labactors.experiment;

import org.jspecify.annotations.NullMarked;
