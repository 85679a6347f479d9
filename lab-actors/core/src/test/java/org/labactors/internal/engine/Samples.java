package org.labactors.internal.engine;

import com.typesafe.config.ConfigFactory;
import java.util.List;
import java.util.Map;
import org.labactors.design.Order;
import org.labactors.design.Range;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.experiment.Values;
import org.labactors.internal.recording.Batch;
import org.labactors.settings.LabSettings;
import org.labactors.study.Study;

/** What the tests of actors have in common. */
public final class Samples {

  private Samples() {}

  /** Settings with short times, so that what is repeated is repeated soon. */
  public static LabSettings settings(String... overrides) {
    String hurried =
        "lab { engines = 2, resend-after = 200ms, pull-again-after = 200ms, interrupt-grace = 200ms,"
            + " retry-recording-after = 100ms }\n";
    return LabSettings.of(
        ConfigFactory.parseString(hurried + String.join("\n", overrides))
            .withFallback(ConfigFactory.load()));
  }

  /** A study of so many trials in sequential order. */
  public static Study study(long trials, Experiment experiment) {
    return Study.of(experiment)
        .with("n", Range.stepped(0, trials - 1, 1))
        .order(Order.SEQUENTIAL)
        .seed(1);
  }

  /** The square of n. */
  public static Study squares(long trials) {
    return study(trials, trial -> Values.of("square", trial.getLong("n") * trial.getLong("n")));
  }

  /** Results of consecutive trials, all ok. */
  public static Batch batch(String engine, long first, long end) {
    Batch.Builder batch = new Batch.Builder(engine, 1);
    for (long trial = first; trial < end; trial++) {
      batch.add(
          new Result(
              trial,
              Status.OK,
              List.of(Map.of("square", trial * trial)),
              Map.of(),
              Map.of(),
              new Result.Timing(0, 0, 0.5, 0),
              null));
    }
    return batch.build();
  }

  /** Sends all that is complete or was begun; what is sent. */
  static List<Outbox.Parcel> takeAll(Outbox outbox, UnconfirmedBatches deliveries) {
    outbox.seal();
    return deliveries.send(false, 0).stream()
        .map(EngineEffect.Send.class::cast)
        .map(EngineEffect.Send::parcel)
        .toList();
  }
}
