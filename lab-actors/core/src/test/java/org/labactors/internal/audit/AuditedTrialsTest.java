package org.labactors.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.labactors.notebook.Recordings.counting;
import static org.labactors.notebook.Recordings.failed;
import static org.labactors.notebook.Recordings.ok;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Result;
import org.labactors.internal.recording.Batch;
import org.labactors.internal.recording.MemoryNotebook;
import org.labactors.internal.recording.Recorder;
import org.labactors.internal.recording.RerunRecorder;
import org.labactors.notebook.Audit;
import org.labactors.notebook.RecordOptions;
import org.labactors.notebook.ResultSet;
import org.labactors.study.Tally;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

class AuditedTrialsTest {

  private static final String GOOD = "10.0.0.1:2552/1#a";
  private static final String FAULTY = "10.0.0.2:2552/1#b";
  private static final Hosts NOW = new Hosts(Optional.of("here"));

  private ResultSet recorded;

  /** The trials 0 to 3 are of one machine, 4 to 7 of another; the last one failed. */
  @BeforeEach
  void record() {
    MemoryNotebook notebook = MemoryNotebook.create();
    try (Recorder recorder = notebook.record("t", counting(8), RecordOptions.DEFAULT)) {
      recorder.record(
          List.of(by(GOOD, z(0), z(1), z(2), z(3)), by(FAULTY, z(4), z(5), z(6), failed(7))));
    }
    recorded = notebook.resultSet("t").orElseThrow();
  }

  private static Result z(long trial) {
    return ok(trial, "z", (double) trial);
  }

  private static Batch by(String engine, Result... results) {
    Batch.Builder batch = new Batch.Builder(engine, 1);
    List.of(results).forEach(batch::add);
    return batch.build();
  }

  private Audit.Findings audited(Tolerances tolerances, Batch... batches) {
    return audited(tolerances, NOW, batches);
  }

  private Audit.Findings audited(Tolerances tolerances, Hosts now, Batch... batches) {
    AuditedTrials trials = new AuditedTrials(recorded, TrialRanges.upTo(8), tolerances, now);
    try (Recorder recorder = new RerunRecorder(counting(8), trials)) {
      recorder.record(List.of(batches));
      assertThat(recorder.pending()).isEqualTo(trials.pending());
    }
    return trials.findings();
  }

  @Test
  void whatComesOutAsItWasIsEqual() {
    Audit.Findings findings =
        audited(Tolerances.NONE, by(FAULTY, z(0), z(1)), by(FAULTY, z(6), failed(7)));

    assertThat(findings).isEqualTo(new Audit.Findings(0, 2, 2, Map.of(), List.of(), List.of()));
  }

  @Test
  void eachDifferenceIsNamedWithBothEngines() {
    Audit.Findings findings =
        audited(Tolerances.NONE, by(GOOD, z(0), ok(1, "z", 1.5), ok(2, "y", 2.0)), by(GOOD, z(7)));

    assertThat(findings.differing()).isEqualTo(3);
    assertThat(findings.names()).isEqualTo(Map.of("z", 2L, "y", 1L, "status", 1L));
    assertThat(findings.mismatches())
        .containsExactly(
            new Audit.Mismatch(1, "z", 1.0, 1.5, GOOD, GOOD),
            new Audit.Mismatch(2, "y", null, 2.0, GOOD, GOOD),
            new Audit.Mismatch(2, "z", 2.0, null, GOOD, GOOD),
            new Audit.Mismatch(7, "status", "failed", "ok", FAULTY, GOOD));
    assertThat(findings.suspects()).isEmpty();
  }

  @Test
  void theHostOfAllDifferencesIsNamed() {
    Audit.Findings findings =
        audited(
            Tolerances.NONE,
            by("engine-1", z(0), z(1), z(2)),
            by("engine-1", ok(4, "z", 4.5)),
            by(GOOD, ok(5, "z", 5.5)));

    assertThat(findings.differing()).isEqualTo(2);
    assertThat(findings.onOtherHosts()).isEqualTo(5);
    assertThat(findings.suspects()).containsExactly("10.0.0.2");
  }

  @Test
  void aHostWhoseOtherTrialsAreEqualIsNotSuspected() {
    Audit.Findings findings =
        audited(Tolerances.NONE, by("engine-1", z(0), z(1)), by("engine-1", ok(4, "z", 4.5)));

    assertThat(findings.suspects()).containsExactly("10.0.0.2");
  }

  @Test
  void ofTwoHostsThatNothingTellsApartBothAreNamed() {
    Audit.Findings findings = audited(Tolerances.NONE, by("engine-1", ok(4, "z", 4.5), z(5)));

    assertThat(findings.suspects()).containsExactly("10.0.0.2", "here");
  }

  @Test
  void onOneHostTheNodeOfAllDifferencesIsNamed() {
    Batch again = by("127.0.0.1:1/1#x", z(0), z(1), z(2), z(3), ok(4, "z", 4.5), ok(5, "z", 5.5));
    MemoryNotebook notebook = MemoryNotebook.create();
    try (Recorder recorder = notebook.record("t", counting(8), RecordOptions.DEFAULT)) {
      recorder.record(
          List.of(
              by("127.0.0.1:2/1#y", z(0), z(1)),
              by("127.0.0.1:2/2#y", z(2), z(3)),
              by("127.0.0.1:3/1#z", z(4)),
              by("127.0.0.1:3/2#z", z(5))));
    }
    recorded = notebook.resultSet("t").orElseThrow();

    assertThat(audited(Tolerances.NONE, Hosts.here(), again).suspects())
        .containsExactly("127.0.0.1:3#z");
    Batch one = by("127.0.0.1:1/1#x", ok(4, "z", 4.5));
    assertThat(audited(Tolerances.NONE, Hosts.here(), one).suspects()).isEmpty();
  }

  @Test
  void aToleranceIsForItsNameOnly() {
    Batch near = by(GOOD, z(0), ok(1, "z", 1 + 1e-10), ok(2, "z", 2.1));

    assertThat(audited(Tolerances.parse(List.of("z=1e-9")), near).mismatches())
        .containsExactly(new Audit.Mismatch(2, "z", 2.0, 2.1, GOOD, GOOD));
    assertThat(audited(Tolerances.parse(List.of("y=1e-9")), near).differing()).isEqualTo(2);
  }

  @Test
  void aTrialThatArrivesTwiceIsComparedOnce() {
    AuditedTrials trials = new AuditedTrials(recorded, TrialRanges.upTo(8), Tolerances.NONE, NOW);
    try (Recorder recorder = new RerunRecorder(counting(8), trials)) {
      recorder.record(List.of(by(GOOD, ok(1, "z", 9.0))));
      recorder.record(List.of(by(FAULTY, ok(1, "z", 8.0), z(2))));

      assertThat(recorder.tally()).isEqualTo(new Tally(8, 2, 0));
    }

    assertThat(trials.findings().differing()).isEqualTo(1);
    assertThat(trials.pending().ranges()).containsExactly(TrialRange.of(0), new TrialRange(3, 8));
  }

  @Test
  void manyDifferencesAreCountedAndFewAreKept() {
    MemoryNotebook notebook = MemoryNotebook.create();
    Batch.Builder then = new Batch.Builder(GOOD, 1);
    Batch.Builder again = new Batch.Builder(GOOD, 1);
    for (long trial = 0; trial < 300; trial++) {
      then.add(ok(trial, "z", List.of(1L, trial)));
      again.add(ok(trial, "z", List.of(1L, trial + 1)));
    }
    try (Recorder recorder = notebook.record("t", counting(300), RecordOptions.DEFAULT)) {
      recorder.record(List.of(then.build()));
    }
    AuditedTrials trials =
        new AuditedTrials(
            notebook.resultSet("t").orElseThrow(), TrialRanges.upTo(300), Tolerances.NONE, NOW);
    try (Recorder recorder = new RerunRecorder(counting(300), trials)) {
      recorder.record(List.of(again.build()));
    }

    assertThat(trials.findings().names()).isEqualTo(Map.of("z", 300L));
    assertThat(trials.findings().mismatches())
        .hasSize(AuditedTrials.MOST_MISMATCHES)
        .startsWith(new Audit.Mismatch(0, "z[1]", 0L, 1L, GOOD, GOOD));
  }

  @Test
  void theMachineOfAnEngineIsInItsNameOrThatOfItsLab() {
    assertThat(NOW.of("engine-3")).contains("here");
    assertThat(NOW.of("127.0.0.1:2552/1#a")).contains("here");
    assertThat(NOW.of(GOOD)).contains("10.0.0.1");
    assertThat(new Hosts(Optional.empty()).of("engine-3")).isEmpty();
  }
}
