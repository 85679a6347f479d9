package org.labactors;

import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.runfile.Repeats;
import org.labactors.study.Study;

/**
 * What a lab is asked for one run: to begin it; and when the lab's actor system has started anew,
 * to resume it, with the code and the seed that it began with, whatever has become of the user's
 * files.
 */
final class Submission {

  private final String tag;
  private final Study study;
  private final RecordOptions options;
  private LabProtocol.@Nullable Kept kept;
  private final List<String> warnings = new ArrayList<>();

  /** A run that has not begun. */
  Submission(String tag, Study study, RecordOptions options) {
    this.tag = tag;
    this.study = study;
    this.options = options;
  }

  String tag() {
    return tag;
  }

  /** What to ask the lab now. */
  synchronized LabProtocol.Command to(ActorRef<StatusReply<LabProtocol.Submitted>> replyTo) {
    return kept == null
        ? new LabProtocol.Submit(tag, study, options, replyTo)
        : new LabProtocol.Resume(tag, kept, replyTo);
  }

  /** The lab has begun it, or resumed it. What the user should know and has not been told yet. */
  synchronized List<String> accepted(LabProtocol.Submitted submitted) {
    if (kept == null) {
      kept = submitted.kept();
    }
    List<String> news =
        Stream.concat(Repeats.warnings(submitted.study()).stream(), submitted.warnings().stream())
            .filter(warning -> !warnings.contains(warning))
            .toList();
    warnings.addAll(news);
    return news;
  }

  /** All that the user should know. */
  synchronized List<String> warnings() {
    return List.copyOf(warnings);
  }
}
