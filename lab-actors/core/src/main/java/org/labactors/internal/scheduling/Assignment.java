package org.labactors.internal.scheduling;

import org.labactors.study.RunId;
import org.labactors.study.TrialRange;

/**
 * A contiguous range of trials handed to one engine.
 *
 * @param number counts the assignments of a lab, from 1
 * @param run the run the trials belong to
 * @param trials the trials
 * @param attempt which attempt at these trials it is, from 1
 * @param last whether the engine records whatever comes of a trial; if not, it gives back a trial
 *     that ran out of memory, to be tried again when nothing else runs
 */
public record Assignment(long number, RunId run, TrialRange trials, int attempt, boolean last) {}
