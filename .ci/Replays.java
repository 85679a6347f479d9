import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.labactors.internal.code.CodePath;
import org.labactors.internal.replay.RecordedTrial;
import org.labactors.internal.replay.Replay;
import org.labactors.internal.store.Notebooks;
import org.labactors.notebook.Notebook;
import org.labactors.notebook.ResultSet;

/**
 * Runs recorded trials of each result set of a notebook again, and fails if one does not come out as
 * it was recorded.
 *
 * <pre>Replays NOTEBOOK TRIALS [SEED]</pre>
 */
class Replays {

  public static void main(String... arguments) throws Exception {
    int most = Integer.parseInt(arguments[1]);
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
    int different = 0;
    try (Notebook notebook = Notebooks.open(Path.of(arguments[0]));
        var code = CodePath.open(List.of())) {
      for (ResultSet results : notebook.resultSets()) {
        long[] trials = sample(results.tally().trials(), most, new Random(seed));
        for (long trial : trials) {
          Replay replay = RecordedTrial.of(results, trial, code).again();
          if (!replay.isEqual()) {
            different++;
            System.out.printf("%s, trial %d:%n%s%n%s%n", results.tag(), trial, replay.recorded(), replay.again());
          }
        }
        System.out.printf("%s: %d of %d trials run again%n", results.tag(), trials.length, results.tally().trials());
      }
    }
    System.out.printf("%d differ; seed %d%n", different, seed);
    System.exit(different == 0 ? 0 : 1);
  }

  private static long[] sample(long all, int most, Random random) {
    LongStream trials = all <= most ? LongStream.range(0, all) : random.longs(0, all).distinct().limit(most);
    return trials.toArray();
  }
}
