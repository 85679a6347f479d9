/**
 * How fast the lab is, against what else one could do. Everything is measured in pairs within one
 * run, and what counts is the ratio: it carries over to another machine, the figures do not.
 */
@NullMarked
package org.labactors.benchmarks;

import org.jspecify.annotations.NullMarked;
