package org.labactors;

import org.labactors.study.Progress;

/** A run was cancelled, by {@link Run#cancel} or because its lab was closed. */
public final class RunCancelledException extends RunException {

  RunCancelledException(String tag, Progress end) {
    super(tag, end);
  }
}
