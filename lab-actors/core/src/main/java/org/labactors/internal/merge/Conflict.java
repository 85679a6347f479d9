package org.labactors.internal.merge;

import org.labactors.internal.recording.TrialOutcome;
import org.labactors.notebook.Row;

/**
 * A trial that came to one thing in one part and to another in another.
 *
 * @param row the first of its rows in one of them
 * @param difference in what they differ first
 * @param one where that one is
 * @param other where the other one is
 */
public record Conflict(Row row, TrialOutcome.Difference difference, String one, String other) {}
