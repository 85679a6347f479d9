/** Tests of the documentation. */
package org.labactors.documentation;
