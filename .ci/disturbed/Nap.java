import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/** Sleeps for so many milliseconds, then draws two random numbers. */
public record Nap(int milliseconds) implements Experiment {

  @Override
  public Values run(Trial trial) throws InterruptedException {
    Thread.sleep(milliseconds);
    var random = trial.random();
    return Values.of("u", random.nextDouble(), "v", random.nextLong());
  }
}
