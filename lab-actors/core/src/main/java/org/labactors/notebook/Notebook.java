package org.labactors.notebook;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.labactors.study.Study;

/**
 * A durable store of result sets, for reading. Any number of threads and processes may read it at
 * any time, also while a lab writes it.
 */
public interface Notebook extends AutoCloseable {

  /** Where it is, as the user wrote it: a file, the address of a database, or {@code "memory"}. */
  String location();

  /** How much room it takes where it is kept, in bytes; 0 in memory. */
  default long bytes() {
    return 0;
  }

  /** What it is, in the user's words; may be empty. */
  String description();

  /** What the user noted about it: values by name, in alphabetical order. */
  Map<String, Object> attributes();

  /** Whether it is finished: locked for ever. */
  boolean isFinished();

  /** The result sets, in the order in which they were begun. */
  List<ResultSet> resultSets();

  /** The result set under a tag, if there is one. */
  Optional<ResultSet> resultSet(String tag);

  /**
   * Whether all results of a study are there under a tag, so that running it would run nothing.
   *
   * @param study without a seed, the recorded one's is taken
   */
  boolean already(String tag, Study study);

  @Override
  void close();
}
