package org.labactors.internal.wire;

import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/** Tells batches of results apart: no two have the same trials of a run, but for repetitions. */
public record BatchId(RunId run, TrialRange trials) {}
