/**
 * The command line: {@code lab run}, {@code lab plan}, {@code lab notebook show}, {@code lab plot}
 * and others. Commands read arguments, call the façade and put into words what comes back; they
 * decide nothing about trials.
 */
@NullMarked
package org.labactors.cli;

import org.jspecify.annotations.NullMarked;
