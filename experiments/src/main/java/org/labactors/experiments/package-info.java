/**
 * The course: E01 {@link org.labactors.experiments.Curve}, E02 {@link
 * org.labactors.experiments.Pi}, E03 {@link org.labactors.experiments.BondPercolation}, E04 {@link
 * org.labactors.experiments.Epidemic}. Each lesson says what its answer should be and is held to it
 * by a test; its run file is in {@code config/studies}.
 */
@NullMarked
package org.labactors.experiments;

import org.jspecify.annotations.NullMarked;
