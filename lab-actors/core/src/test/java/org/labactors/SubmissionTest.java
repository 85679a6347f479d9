package org.labactors;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.pattern.StatusReply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.labactors.experiment.Values;
import org.labactors.internal.json.SentStudy;
import org.labactors.notebook.RecordOptions;
import org.labactors.protocol.LabProtocol;
import org.labactors.study.RunId;
import org.labactors.study.Study;

class SubmissionTest {

  private static final RunId RUN = new RunId("run");
  private static final Study STUDY = Study.of(trial -> Values.of("y", 1)).with("x", 1, 2);
  private static final RecordOptions OPTIONS = new RecordOptions("what it is", true);

  private static ActorTestKit kit;
  private static ActorRef<StatusReply<LabProtocol.Submitted>> asker;

  private final Submission submission = new Submission("tag", STUDY, OPTIONS);

  @BeforeAll
  static void start() {
    kit = ActorTestKit.create();
    asker = kit.<StatusReply<LabProtocol.Submitted>>createTestProbe().getRef();
  }

  @AfterAll
  static void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void untilALabHasBegunItItIsSubmittedAsTheUserHasIt() {
    assertThat(submission.to(asker))
        .isEqualTo(new LabProtocol.Submit("tag", STUDY, OPTIONS, asker))
        .isEqualTo(submission.to(asker));
  }

  @Test
  void fromThenOnItIsResumedAsItBegan() {
    LabProtocol.Kept first = kept(STUDY.seed(42));
    submission.accepted(new LabProtocol.Submitted(RUN, STUDY, List.of(), first));
    submission.accepted(new LabProtocol.Submitted(RUN, STUDY, List.of(), kept(STUDY.seed(43))));

    assertThat(submission.to(asker)).isEqualTo(new LabProtocol.Resume("tag", first, asker));
  }

  @Test
  void whatTheUserShouldKnowIsToldOnce() {
    List<String> first = submission.accepted(submitted("a.jar has changed"));
    List<String> second = submission.accepted(submitted("a.jar has changed", "b.jar has changed"));

    assertThat(first).containsExactly("a.jar has changed");
    assertThat(second).containsExactly("b.jar has changed");
    assertThat(submission.warnings()).containsExactly("a.jar has changed", "b.jar has changed");
  }

  private static LabProtocol.Submitted submitted(String... warnings) {
    return new LabProtocol.Submitted(RUN, STUDY, List.of(warnings), kept(STUDY));
  }

  private static LabProtocol.Kept kept(Study study) {
    return new LabProtocol.Kept(study, SentStudy.of(STUDY), OPTIONS.continued());
  }
}
