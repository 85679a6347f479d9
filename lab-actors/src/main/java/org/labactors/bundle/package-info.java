/**
 * The code of studies on its way to other machines: bundles of jars, known by what is in them.
 * Files and decisions only; actors carry them.
 */
@NullMarked
package org.labactors.bundle;

import org.jspecify.annotations.NullMarked;
