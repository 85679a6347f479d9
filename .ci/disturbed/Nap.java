import java.nio.file.Files;
import java.nio.file.Path;
import org.labactors.experiment.Experiment;
import org.labactors.experiment.Trial;
import org.labactors.experiment.Values;

/**
 * Sleeps for so many milliseconds, then draws two random numbers. Does not sleep any more when the
 * file {@code hurry} is in the folder that the lab was started in.
 */
public record Nap(int milliseconds) implements Experiment {

  static final Path HURRY = Path.of("hurry");

  @Override
  public Values run(Trial trial) throws InterruptedException {
    if (!Files.exists(HURRY)) {
      Thread.sleep(milliseconds);
    }
    var random = trial.random();
    return Values.of("u", random.nextDouble(), "v", random.nextLong());
  }
}
