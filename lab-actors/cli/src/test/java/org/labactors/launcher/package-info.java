/** Tests of {@code lab}, the script that starts the command line, with what surrounds it. */
package org.labactors.launcher;
