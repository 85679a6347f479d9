package org.labactors.cli.internal.supervisor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RestartPolicyTest {

  private static final Duration SHORT_LIFE = Duration.ofSeconds(1);

  private final RestartPolicy policy =
      new RestartPolicy(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30));

  @Test
  void theTimeDoublesUpToTheLongest() {
    List<Long> seconds = new ArrayList<>();
    Duration delay = Duration.ZERO;

    for (int end = 0; end < 5; end++) {
      delay = policy.next(delay, SHORT_LIFE);
      seconds.add(delay.toSeconds());
    }

    assertThat(seconds).containsExactly(1L, 2L, 4L, 5L, 5L);
  }

  @Test
  void aLongLifeMakesTheTimeShortAgain() {
    Duration delay = policy.next(Duration.ofSeconds(5), Duration.ofSeconds(30));

    assertThat(delay).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void theDefaultsMakeSense() {
    RestartPolicy defaults = RestartPolicy.of(ConfigFactory.load());

    assertThat(defaults.after()).isLessThan(defaults.atMost());
  }

  @Test
  void aLongestTimeThatIsShorterThanTheShortestIsRefused() {
    assertThatThrownBy(
            () -> new RestartPolicy(Duration.ofSeconds(2), Duration.ofSeconds(1), SHORT_LIFE))
        .isInstanceOf(ClusterException.class)
        .hasMessage(
            "lab.cluster.restart-after-at-most = 1000 ms: must not be less than"
                + " lab.cluster.restart-after, which is 2000 ms");
  }

  @Test
  void aTimeOfNothingIsRefused() {
    assertThatThrownBy(() -> new RestartPolicy(Duration.ZERO, SHORT_LIFE, SHORT_LIFE))
        .isInstanceOf(ClusterException.class)
        .hasMessage("lab.cluster.restart-after = 0 ms: must be more than 0");
  }
}
