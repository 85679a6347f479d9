package org.labactors.notebook;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.study.TrialRange;

/**
 * What came of running some recorded trials of a result set again.
 *
 * @param provenance who did it, when, on what and with which code, and how many trials were
 *     recorded by then
 * @param sample which trials ran again
 * @param tolerances by how much a result of a name may differ; others must be equal
 * @param findings what differed
 */
public record Audit(
    Provenance provenance, Sample sample, Map<String, Double> tolerances, Findings findings) {

  public Audit {
    tolerances = Collections.unmodifiableMap(new TreeMap<>(tolerances));
  }

  /**
   * Which trials ran again.
   *
   * @param size how many were asked for: a percentage such as {@code 1%}, or a number
   * @param where the values of parameters to which the sample was limited
   * @param seed by which they were drawn
   * @param trials the trials, in ascending order
   */
  public record Sample(String size, Map<String, Object> where, long seed, List<TrialRange> trials) {

    public Sample {
      where = Collections.unmodifiableMap(new TreeMap<>(where));
      trials = List.copyOf(trials);
    }

    /** How many trials. */
    public long count() {
      return trials.stream().mapToLong(TrialRange::size).sum();
    }
  }

  /**
   * What differed.
   *
   * @param differing how many trials came to something else than what is recorded
   * @param onOtherEngines how many trials ran on another engine than before
   * @param onOtherHosts how many of them ran on another host than before, as far as hosts are known
   * @param names what differed, and in how many trials: results by name, {@code status}, {@code
   *     exception} or {@code rows}
   * @param mismatches single differences; when there are many, the first that were found
   * @param suspects hosts, or a node, where each trial that differs ran exactly one of the two
   *     times; of several those with the fewest trials that are equal. Empty if there are none
   */
  public record Findings(
      long differing,
      long onOtherEngines,
      long onOtherHosts,
      Map<String, Long> names,
      List<Mismatch> mismatches,
      List<String> suspects) {

    public Findings {
      names = Collections.unmodifiableMap(new TreeMap<>(names));
      mismatches = List.copyOf(mismatches);
      suspects = List.copyOf(suspects);
    }
  }

  /**
   * A difference between a recorded trial and what it came to again.
   *
   * @param trial the trial's number
   * @param name what differs; of a list with the place in it, as in {@code y[3]}
   * @param recorded what the notebook has, cut short if it is long; null if there is nothing
   * @param again what came out again
   * @param recordedBy the engine that ran it before
   * @param againBy the engine that ran it again
   */
  public record Mismatch(
      long trial,
      String name,
      @Nullable Object recorded,
      @Nullable Object again,
      String recordedBy,
      String againBy) {}
}
